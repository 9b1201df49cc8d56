"""Writes the questionnaire as a Word file."""


def questionnaire(given):
    """A :class:`~.shapes.Questionnaire` as the bytes of a .docx file."""
    raise NotImplementedError
