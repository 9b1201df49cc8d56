"""The receipt of a submission: what it says, as PDF and as a Word file, and how a PDF is known to be ours."""
