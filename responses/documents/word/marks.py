"""The marks that a questionnaire carries: styles and bookmarks by which its parts are found when it comes back."""

HEADING, ANSWER = "Guiding question", "Answer"
"""Names of styles, each followed by the question's number."""
WORDING, POINTS, HINT, NOTICE, FIRST_PAGE = (
    "Question wording", "Question points", "Answer hint", "Form notice", "Form guidance"
)  # fmt: skip
OF_THE_FORM = (WORDING, POINTS, HINT, NOTICE)
"""Styles in which the form speaks under the heading of a question."""
QUESTION_MARK, ANSWER_MARK = "question_", "answer_"
"""Beginnings of the names of bookmarks, each followed by the question's number."""
