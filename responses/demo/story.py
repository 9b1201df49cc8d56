"""What has happened in the demonstration so far: told by the same rules that the real review keeps."""

import json
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import Group
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from responses.models import MemberState, Response, User
from responses.rules import (
    deadlines,
    drafting,
    loading,
    moves,
    publishing,
    registering,
    replying,
    rounds,
    submitting,
    workflow,
)
from responses.status import Attribution, Channel, Completeness, Publication, Role

from . import cast, clearances, comings, ministry, papers, talk

CONTENT = Path(__file__).resolve().parent / "content"
NOTE = CONTENT / "note-verbale-of-graustark.pdf"

CONSENT = {
    "XBO": (Publication.WITHOUT_ANNEXES, Attribution.ATTRIBUTED),
    "XSY": (Publication.FULL, Attribution.NOT_ATTRIBUTED),
}
"""What States agree to; those not named agree to everything."""


@transaction.atomic
def tell():
    """Load the real round and tell the story of the invented States; returns whether there was anything to tell.

    A database in which the story has been told stays as it is. All or nothing: letters leave when all is stored.
    """
    if MemberState.objects.invented().exists():
        return False
    session, _invited = loading.load_round()
    people = {person: _make(person) for person in cast.STAFF}
    contents = {path.stem: read(path.stem) for path in sorted(CONTENT.glob("*.json"))}
    states = {code: _state(content) for code, content in contents.items()}
    coordinator = people[cast.MARTA]
    for person in cast.DELEGATES:
        people[person] = _make(person)
        capacity = {"by": coordinator, "capacity": person.capacity}
        rounds.add_member(people[person], states[person.state], person.role, **capacity)
    rounds.invite(session, states.values(), by=coordinator)
    stage = {code: Delegation(session, content, people) for code, content in contents.items()}
    _after_the_deadline(session, stage["XBO"], coordinator)
    reviewer, publisher = people[cast.AMINA], people[cast.TOMAS]
    _in_preparation(stage["XRU"], people[cast.FRITZ])
    _clarification_requested(stage["XSY"], reviewer)
    comings.tell(stage["XSY"])
    _registered_and_being_read(stage["XGR"], coordinator, reviewer)
    _completed_after_clarification(stage["XKR"], reviewer)
    _published(stage["XWA"], reviewer, publisher)
    _open_for_revision(stage["XAR"], reviewer, publisher)
    _withdrawn(stage["XZU"])
    talk.tell(stage["XRU"], stage["XAR"], people)
    return True


def read(code):
    """What the State with this code has to say: names, language, answers and whatever its part of the story needs."""
    return json.loads((CONTENT / f"{code}.json").read_text("utf-8"))


def _make(person):
    password = cast.PASSWORD if person.desk else None
    user = User.objects.create_user(person.email, password, name=person.name, is_staff=bool(person.desk))
    if person.desk:
        user.groups.add(Group.objects.get(name=person.desk))
    return user


def _state(content):
    """An invented State. It belongs to no commission: the members of the real ones are counted without it."""
    return MemberState.objects.create(
        alpha3=content["alpha3"], alpha2=content["alpha2"], **loading.translated(name=content["names"])
    )


def _evening(session, days):
    """18:00 in the round's zone, so many days from today."""
    return loading.three_weeks_ahead(session.review, timezone.now() + timedelta(days=days - 21))


class Delegation:
    """A delegation and what it does with its response."""

    def __init__(self, session, content, people):
        self.content, self.session = content, session
        self.response = Response.objects.get(session=session, member_state__alpha3=content["alpha3"])
        own = [person for person in people if person.state == content["alpha3"]]
        self.lead = next(person for person in own if person.role == Role.FOCAL_POINT)
        self.user = people[self.lead]
        self.writer = next((people[person] for person in own if person.role == Role.CONTRIBUTOR), self.user)

    def paragraphs(self, number):
        """The paragraphs of an answer as they are at the end."""
        return self.content["answers"][str(number)].split("\n\n")

    def save(self, number, text, *, by, completeness=None):
        """Save a text as the answer to a question."""
        answer = self.response.answers.get(question__number=number)
        drafting.save_answer(
            answer, text=text, base=answer.version, key=f"story-{answer.last_number}", page=f"story-{by.public_id}",
            by=by, language=self.content["language"], completeness=completeness,
        )  # fmt: skip

    def write(self, number):
        """One writes the beginning, the other completes it."""
        paragraphs = self.paragraphs(number)
        self.save(number, "\n\n".join(paragraphs[: len(paragraphs) // 2]), by=self.writer)
        self.save(number, "\n\n".join(paragraphs), by=self.user, completeness=Completeness.COMPLETE)

    def move(self, name, data=None, *, by=None):
        """Make a move; the focal point's unless somebody else is named."""
        return workflow.perform(name, self.response, by=by or self.user, data=data)

    def submit(self):
        """Declare and submit what is written."""
        code = self.content["alpha3"]
        name, title, authority = cast.AUTHORITIES[code]
        publication, attribution = CONSENT.get(code, (Publication.FULL, Attribution.ATTRIBUTED))
        return self.move(
            "submit",
            moves.Declaration(
                authorized_name=name, authorized_title=title, authorized_authority=authority,
                transmitted_name=self.lead.name, transmitted_capacity=self.lead.capacity,
                publication=publication, attribution=attribution,
            ),
        )  # fmt: skip

    def register(self, coordinator):
        """The answers came in a note verbale, which says nothing about what may be shown: the secretariat enters it."""
        authorized = dict(
            zip(("name", "title", "authority"), cast.AUTHORITIES[self.content["alpha3"]], strict=True)
        )
        texts = {int(number): text for number, text in self.content["answers"].items()}
        with NOTE.open("rb") as note:
            registration = registering.Registration(
                channel=Channel.NOTE_VERBALE, document=File(note, NOTE.name),
                received_on=timezone.localdate(timezone=self.session.review.tzinfo) - timedelta(days=3),
                transmitted_capacity="Permanent Mission in Geneva",
                publication=registering.NOT_STATED, attribution=registering.NOT_STATED,
                entries={number: registering.Entry(text, self.content["language"]) for number, text in texts.items()},
                **{f"authorized_{part}": said for part, said in authorized.items()},
            )  # fmt: skip
            return self.move("register", registration, by=coordinator)

    def answer_all(self):
        """Write all answers and submit them."""
        for number in range(1, len(self.content["answers"]) + 1):
            self.write(number)
        papers.enclose(self)
        return self.submit()

    def reply(self):
        """Draft the replies that the delegation has to what was asked."""
        for item in submitting.open_clarifications(self.response).select_related("answer__question"):
            if text := self.content["replies"].get(str(item.answer.question.number)):
                replying.save_reply(item, text=text, base=0, by=self.writer)

    def asked(self):
        """What the secretariat asks about the answers."""
        requests = {int(number): text for number, text in self.content["clarifications"].items()}
        return moves.Requests(requests, _evening(self.session, 10))


# --- what happened to each ----------------------------------------------------------------------


def _after_the_deadline(session, delegation, coordinator):
    past, reason = _evening(session, -1), "For the demonstration: one response is to be received afterwards."
    deadlines.set_deadline(session, past, by=coordinator, reason=reason)
    delegation.answer_all()
    reason = "The deadline was extended at the request of several States."
    deadlines.set_deadline(session, _evening(session, 21), by=coordinator, reason=reason)


def _in_preparation(delegation, contributor):
    delegation.write(1)
    papers.enclose(delegation)
    delegation.write(3)
    turns = enumerate((contributor, delegation.user, contributor, delegation.user), start=1)
    *earlier, last = [("\n\n".join(delegation.paragraphs(2)[:count]), by) for count, by in turns]
    for text, by in earlier:
        delegation.save(2, text, by=by)
    sent_out = ministry.download(delegation)
    delegation.save(2, last[0], by=last[1])
    delegation.save(5, "", by=delegation.user, completeness=Completeness.NO_INFORMATION)
    clearances.tell(delegation.response, delegation.user, contributor)
    ministry.send(delegation, ministry.fill_in(sent_out, delegation), by=contributor)


def _clarification_requested(delegation, reviewer):
    delegation.answer_all()
    delegation.move("start_review", by=reviewer)
    delegation.move("return", delegation.asked(), by=reviewer)
    delegation.reply()


def _registered_and_being_read(delegation, coordinator, reviewer):
    delegation.register(coordinator)
    delegation.move("start_review", by=reviewer)


def _being_read(delegation, reviewer):
    delegation.answer_all()
    delegation.move("start_review", by=reviewer)


def _completed(delegation, reviewer):
    _being_read(delegation, reviewer)
    delegation.move("accept", by=reviewer)


def _completed_after_clarification(delegation, reviewer):
    _clarification_requested(delegation, reviewer)
    delegation.submit()
    delegation.move("start_review", by=reviewer)
    delegation.move("accept", by=reviewer)


def _published(delegation, reviewer, publisher):
    _completed(delegation, reviewer)
    publishing.publish(delegation.response, by=publisher)


def _open_for_revision(delegation, reviewer, publisher):
    _published(delegation, reviewer, publisher)
    wish = moves.Revision(delegation.content["revision_wish"], (5,), _evening(delegation.session, 14))
    delegation.move("open_for_revision", wish, by=reviewer)


def _withdrawn(delegation):
    delegation.answer_all()
    delegation.move("withdraw", moves.Withdrawal(delegation.content["withdrawal_reason"]))
