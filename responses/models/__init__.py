"""The record: what is true about a review, its States and their responses."""

from .clarification import Clarification, ReplyVersion
from .event import Chain, Event
from .extension import Extension
from .instruction import Instruction
from .letter import Letter
from .people import Commission, Membership, MemberState, User
from .presence import Presence
from .response import Answer, AnswerVersion, Response
from .review import AgendaItem, GuidingQuestion, Objective, Review, Session
from .submission import Consent, Submission, SubmittedAnswer

__all__ = [
    "AgendaItem",
    "Answer",
    "AnswerVersion",
    "Chain",
    "Clarification",
    "Commission",
    "Consent",
    "Event",
    "Extension",
    "GuidingQuestion",
    "Instruction",
    "Letter",
    "MemberState",
    "Membership",
    "Objective",
    "Presence",
    "ReplyVersion",
    "Response",
    "Review",
    "Session",
    "Submission",
    "SubmittedAnswer",
    "User",
]
