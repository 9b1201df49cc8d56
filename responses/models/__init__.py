"""The record: what is true about a review, its States and their responses."""

from .annex import Annex, CourtesyTranslation, SubmittedAnnex, SubmittedTranslation
from .clarification import Clarification, ReplyVersion
from .clearance import Clearance, ClearanceRequest, ClearedText, RequestedText
from .event import Chain, Event
from .extension import Extension
from .instruction import Instruction
from .invitation import Handover, Invitation
from .letter import Letter
from .note import Assignment, Note, Readiness
from .people import Membership, User
from .presence import Presence
from .response import Answer, AnswerVersion, Response
from .review import AgendaItem, GuidingQuestion, Objective, Review, Session
from .states import Commission, MemberState
from .stored_file import StoredFile
from .submission import Consent, Submission, SubmittedAnswer
from .word_file import WordFile

__all__ = [
    "AgendaItem",
    "Annex",
    "Answer",
    "AnswerVersion",
    "Assignment",
    "Chain",
    "Clarification",
    "Clearance",
    "ClearanceRequest",
    "ClearedText",
    "Commission",
    "Consent",
    "CourtesyTranslation",
    "Event",
    "Extension",
    "GuidingQuestion",
    "Handover",
    "Instruction",
    "Invitation",
    "Letter",
    "MemberState",
    "Membership",
    "Note",
    "Objective",
    "Presence",
    "Readiness",
    "ReplyVersion",
    "RequestedText",
    "Response",
    "Review",
    "Session",
    "StoredFile",
    "Submission",
    "SubmittedAnnex",
    "SubmittedAnswer",
    "SubmittedTranslation",
    "User",
    "WordFile",
]
