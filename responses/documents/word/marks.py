"""The marks that a questionnaire carries: styles and bookmarks by which its parts are found when it comes back."""

HEADING, ANSWER = "Guiding question", "Answer"
"""Names of styles, each followed by the question's number."""
WORDING, POINTS, HINT, NOTICE, FIRST_PAGE = (
    "Question wording", "Question points", "Answer hint", "Form notice", "Form guidance"
)  # fmt: skip
PARTS = ("heading", "wording", "points", "remark", "hint")
"""What the form says of a question, from top to bottom."""
OF_THE_FORM = {WORDING: PARTS[1:], POINTS: PARTS[2:], NOTICE: PARTS[3:], HINT: PARTS[3:]}
"""Styles in which the form speaks under a heading, and which of its words such a line may hold: a line that
is joined with the next one keeps its style."""
QUESTION_MARK, ANSWER_MARK = "question_", "answer_"
"""Beginnings of the names of bookmarks, each followed by the question's number."""
