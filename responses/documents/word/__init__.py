"""The questionnaire as a Word file, written for a delegation and read when it comes back."""
