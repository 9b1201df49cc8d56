"""A response at each place in its life, with texts around it that the secretariat must never see."""

from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from responses.models import AgendaItem, Answer, AnswerVersion, Instruction, Letter, Objective, ReplyVersion
from responses.rules import deadlines, publishing, workflow
from responses.rules.moves import Reason
from responses.status import Completeness, Status
from tests import clearances, factories, word

DRAFT, NOTE, LATER, RESCUED = "CANARY-DRAFT", "CANARY-REPLY-DRAFT", "CANARY-LATER", "CANARY-RESCUED"
TALK = "CANARY-TALK"
HIDDEN = (DRAFT, NOTE, LATER, RESCUED, TALK, *clearances.CANARIES.values())
"""What belongs to the delegation alone, whatever becomes of the response."""
SENT, AUTHORITY = "Answer to question 1.", "Rudolf Elphberg"
"""What is submitted: the text, and a name in the declaration."""
WRITER = "Fritz Tarlenheim"
"""A contributor: known to coordinators as a member of the delegation, to nobody of the desk as a writer."""

RECALLED, PUBLISHED = "recalled", "published"
PLACES = (*Status.values, RECALLED, PUBLISHED)
STANDS = {Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED, Status.ACCEPTED, PUBLISHED}
"""Where there is a submission that counts."""


def build(place, response, cast, bring_to):
    """Bring a response to a place; ``cast`` names contributor, focal_point, reviewer, publisher and coordinator."""
    factories.write_all(
        response, cast.contributor, text=DRAFT + " {number}", completeness=Completeness.NOT_YET
    )
    word.kept(response, cast.contributor, {1: DRAFT}, name=f"{DRAFT}.docx", outside=LATER)
    _go(place, response, cast, bring_to)
    clearances.put_on_record(response, cast.focal_point)
    answer = response.answers.get(question__number=1)
    if place != Status.DRAFTING:
        _keep(answer, cast.contributor, LATER, "conflict", "stale_version")
        _keep(answer, cast.contributor, RESCUED, "rescued", "closed")
    factories.talk(answer, cast.contributor, TALK)
    deadlines.set_deadline(response.session, response.session.deadline, by=cast.coordinator, reason="Agreed")
    AgendaItem.objects.create(session=response.session, position=1, title_en="Introduction")
    factories.MemberStateFactory(alpha3="XNE", name_en="Nowhere").commissions.add(  # not invited
        response.session.review.commission
    )
    Objective.objects.create(number=1, paragraph=17, title_en="Data")
    document = Instruction.objects.create(
        response=response, document=ContentFile(b"%PDF-1.7", "note.pdf"), name="note.pdf", sha256="0" * 64,
        by=cast.coordinator,
    )  # fmt: skip
    letter = Letter.objects.create(
        kind="invitation", to=cast.focal_point, response=response, subject="Invitation", body="Dear colleague"
    )
    response.refresh_from_db()
    return SimpleNamespace(
        response=response, reviewer=cast.reviewer, reference="GCM-ECE-2024-S3-XRU-01", document=document.pk,
        letter=letter.pk,
    )  # fmt: skip


def _go(place, response, cast, bring_to):
    if place == RECALLED:
        bring_to(response, Status.SUBMITTED)
        workflow.perform("recall", response, by=cast.focal_point)
    elif place in {Status.UNDER_REVIEW, Status.RETURNED, Status.ACCEPTED, PUBLISHED}:
        _asked(response, cast, bring_to)
        if place != Status.RETURNED:
            workflow.perform("close_clarification", response, by=cast.reviewer, data=Reason("Not needed"))
        if place in {Status.ACCEPTED, PUBLISHED}:
            workflow.perform("accept", response, by=cast.reviewer)
        if place == PUBLISHED:
            publishing.publish(response, by=cast.publisher)
    else:
        bring_to(response, place)


def _asked(response, cast, bring_to):
    """Asked about the first question; the delegation has begun to reply."""
    bring_to(response, Status.RETURNED, 1)
    clarification = response.answers.get(question__number=1).clarifications.get()
    ReplyVersion(
        clarification=clarification, number=1, text=NOTE, stands=True, by=cast.contributor, at=timezone.now()
    ).save()
    clarification.draft_reply, clarification.draft_number = NOTE, 1
    clarification.save(update_fields=["draft_reply", "draft_number"])


def _keep(answer, by, text, kind, outcome):
    answer.refresh_from_db()
    number = answer.last_number + 1
    AnswerVersion(
        answer=answer, number=number, text=text, language="en", words=1, kind=kind, outcome=outcome, base=1,
        key=f"{kind}-{number}", page="canary", by=by, at=timezone.now(),
    ).save()  # fmt: skip
    Answer.objects.filter(pk=answer.pk).update(last_number=number)
