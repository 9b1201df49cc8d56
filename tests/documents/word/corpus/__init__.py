"""The corpus of awkward files: what people and their programs do to a questionnaire, and what has to come out of it."""

from . import changes, content, layout, losses, typed

CASES = {case.name: case for subject in (typed, changes, layout, content, losses) for case in subject.CASES}
"""By name; a name is a sentence without its full stop."""
