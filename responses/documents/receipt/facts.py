"""What a receipt says of one submission, in the order of its pages; the same for PDF and Word."""

import json
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from responses import languages, moments
from responses.status import Attribution, Channel, Publication

LANGUAGE = "en"
"""A receipt is a document of the secretariat: it is the same whoever takes it, in whatever language the pages are."""


@dataclass(frozen=True)
class Words:
    """Words of a State (or of the question it answers), character for character, in a language."""

    text: str
    language: str


@dataclass(frozen=True)
class Fact:
    """A label and the lines of what is said; ``is_code`` for what is to be compared letter by letter."""

    label: str
    lines: list[str]
    is_code: bool = False


@dataclass(frozen=True)
class Part:
    """One part under a heading: what was asked, what is said about the answer, and the answer."""

    heading: str
    asked: Words | None = None
    remark: str = ""
    words: Words | None = None
    translations: list[tuple[str, Words]] = field(default_factory=list)
    """A sentence that says what it is, and the words."""
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class Facts:
    """Everything that a receipt says."""

    title: str
    reference: str
    state: str
    above: str
    session: str
    rows: list[Fact]
    answers: list[Part]
    clarifications: list[Part]
    annexes: list[Part]
    annexes_heading: str
    undrawn: str
    about: str
    to_check: str
    to_check_copy: str
    sha256: str


def facts_of(submission):
    """What the receipt of a submission says; reads its record, the times of its round, and nothing of the draft."""
    record = json.loads(submission.record)
    state = record["member_state"]["name"]
    with override(LANGUAGE):
        to_check, to_check_copy = _to_check(record)
        return Facts(
            title=_("Receipt for the response of %(state)s") % {"state": state},
            reference=record["reference"],
            state=state,
            above=_("Regional Review of the Global Compact for Safe, Orderly and Regular Migration"),
            session=_session(record),
            rows=list(_rows(record, submission)),
            answers=[_answer(answer) for answer in record["answers"]],
            clarifications=[_clarification(item) for item in record["clarifications"]],
            annexes=[_annex(number, annex) for number, annex in enumerate(record.get("annexes", []), 1)],
            annexes_heading=_("Annexes"),
            undrawn=_(
                "Some characters have no letterform here; a number such as U+1F600 in a frame stands for each. The "
                "record has the characters themselves."
            ),
            about=_about(),
            to_check=to_check,
            to_check_copy=to_check_copy,
            sha256=submission.sha256,
        )


def _session(record):
    """Commission, year and session; a title that is no more than the number is not said twice."""
    named = _("Session %(number)s") % record["session"]
    title = record["session"]["title"]
    said = named if title in {named, ""} else _("%(session)s: %(title)s") % {"session": named, "title": title}
    return _("%(commission)s %(year)s · %(session)s") % (record["review"] | {"session": said})


def in_groups(code):
    """A SHA-256 as two lines of groups of eight, to be read aloud and compared."""
    groups = [code[at : at + 8] for at in range(0, len(code), 8)]
    return [" ".join(groups[:4]), " ".join(groups[4:])]


# --- the first page ---------------------------------------------------------------------------


def _rows(record, submission):
    """The facts of the first page."""
    yield Fact(_("Reference"), [record["reference"]], is_code=True)
    yield Fact(_("Received"), list(_received(record, submission)))
    if document := record.get("document"):
        yield Fact(_("Document"), [document["name"]])
        yield Fact(_("SHA-256 of it"), in_groups(document["sha256"]), is_code=True)
    yield Fact(_("Authorized by"), [_in_a_line(record["authorized_by"])])
    yield Fact(_("Transmitted by"), [_in_a_line(record["transmitted_by"])])
    consent, silence = record["consent"], _("the document says nothing")
    for name, label, choices in (
        ("publication", _("Publication"), Publication),
        ("attribution", _("Synthesis"), Attribution),
    ):
        said = str(choices(consent[name]).label)
        yield Fact(label, [said if consent.get(f"{name}_stated", True) else f"{said} ({silence})"])
    yield Fact(_("Integrity code"), in_groups(submission.sha256), is_code=True)


def _received(record, submission):
    review = submission.response.session.review
    registered = [moments.in_round(submission.received_at, review, seconds=True),
                  moments.in_utc(submission.received_at, seconds=True)]  # fmt: skip
    if record["channel"] == Channel.SITE:
        yield from registered
    else:
        day = date_format(date.fromisoformat(record["received_on"]), moments.DAY)
        yield _("%(day)s, %(came)s") % {"day": day, "came": submission.came}
        yield _("Registered by the secretariat, word for word: %(when)s (%(utc)s)") % dict(
            zip(("when", "utc"), registered, strict=True)
        )
    if submission.is_after_deadline:
        yield _("Received after %(day)s") % {"day": moments.day(submission.deadline, review)}


def _in_a_line(person):
    said = (person.get(part) for part in ("name", "title", "authority", "capacity"))
    return ", ".join(part for part in said if part)


# --- what was said ----------------------------------------------------------------------------


def _chosen(texts):
    """A text that exists in several languages, in the language of the receipt where it exists there."""
    language = LANGUAGE if LANGUAGE in texts else next(iter(texts), LANGUAGE)
    return Words(texts.get(language, ""), language)


def _answer(answer):
    heading = f"{answer['number']}. {_chosen(answer['title']).text}"
    asked = _chosen(answer["question"])
    if answer["no_information"]:
        return Part(heading, asked, _("No information is provided on this question."))
    facts = {"language": languages.name(answer["language"]), "words": f"{answer['words']:,}"}
    return Part(
        heading,
        asked,
        _("Language of the answer: %(language)s. Words: %(words)s.") % facts,
        Words(answer["text"], answer["language"]),
        [_translation(one) for one in answer.get("translations", [])],
    )


def _translation(translation):
    sentence = _(
        "Courtesy translation by the State into %(language)s. The text above is the one that counts."
    )
    language = translation["language"]
    return sentence % {"language": languages.name(language)}, Words(translation["text"], language)


def _clarification(item):
    heading = _("Clarification on question %(number)s") % {"number": item["question"]}
    asked = Words(item["request"], LANGUAGE)
    if not item["reply"].strip():
        return Part(heading, asked, _("The answer above is the reply."))
    return Part(heading, asked, words=Words(item["reply"], languages.UNKNOWN))


def _annex(number, annex):
    """One annex; what its entry does not say is left out."""
    question = annex.get("question")
    of = _("question %(number)s") % {"number": question} if question else _("the response as a whole")
    rows = [
        (_("Kind"), annex.get("kind") == "formatted" and _("The response itself, as the State laid it out")),
        (_("File"), annex.get("name")),
        (_("Comes with"), of),
        (_("Language"), annex.get("language") and languages.name(annex["language"])),
        (_("Size"), "size" in annex and _("%(size)s bytes") % {"size": f"{annex['size']:,}"}),
        (_("Type"), annex.get("type")),
    ]
    if (publishable := annex.get("publishable")) is not None:
        rows.append((_("Publication"), _("May be published") if publishable else _("Not to be published")))
    facts = [Fact(label, [said]) for label, said in rows if said]
    facts.append(Fact("SHA-256", in_groups(annex["sha256"]), is_code=True))
    return Part(f"{annex.get('number', number)}. {annex.get('title') or annex['name']}", facts=facts)


def _about():
    """Whose texts these are."""
    return _(
        "The texts are those of the State, reproduced as received. The designations employed do not imply any "
        "opinion on the legal status of any country or territory. What may be published is said as it was agreed "
        "with this submission; a State can change it at any time."
    )


def _to_check(record):
    """How anyone who holds the PDF can check it, and what a copy without the record is worth."""
    facts = {
        "name": f"{record['reference']}.json",
        "address": settings.SITE_URL.rstrip("/") + reverse("verify"),
    }
    with_record = _(
        "This file carries the full record of the submission as an attachment, %(name)s. The integrity code is "
        "the SHA-256 of the bytes of that record. Whoever holds this file can have it checked at %(address)s."
    )
    copy = _(
        "This Word file is a copy to work with, and nothing proves that it was not changed. The receipt as PDF and "
        "the full record can be checked at %(address)s."
    )
    return with_record % facts, copy % facts
