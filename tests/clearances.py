"""Officials, requests and clearances for the tests: made by the rules themselves."""

import re
from datetime import date, timedelta

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from responses.models import Answer
from responses.rules import clearance_records, clearing
from responses.rules.clearance_records import Given
from responses.rules.clearing import Official
from tests import files

RUPERT = Official("Rupert Rassendyll", "Director General", "Ministry of Labour")
SOPHIA = Official("Sophia Strakencz", "Deputy Minister", "Ministry of Health")
ADDRESS = "rupert@labour.example"
CANARIES = {
    "name": "CANARY-OFFICIAL", "title": "CANARY-TITLE", "authority": "CANARY-AUTHORITY",
    "address": "canary-address@example.org", "note": "CANARY-NOTE-TO", "remark": "CANARY-REMARK",
    "behalf": "CANARY-BEHALF", "scan": "CANARY-SCAN", "inside": "CANARY-INSIDE", "reason": "CANARY-REASON",
}  # fmt: skip
"""What stands in clearances that nobody outside of the delegation may ever see."""


def seen(response, *numbers):
    """``{number: Seen}`` of some answers as they stand; of all where none is named."""
    rows = Answer.objects.filter(response=response).select_related("question")
    if numbers:
        rows = rows.filter(question__number__in=numbers)
    return {row.question.number: clearing.seen(row) for row in rows}


def next_week():
    return timezone.localdate() + timedelta(days=7)


def ask(response, by, *numbers, official=RUPERT, email=ADDRESS, until=None, note=""):
    """Ask an official about answers; returns the request."""
    return clearing.ask(
        response,
        seen(response, *numbers),
        official,
        email=email,
        until=until or next_week(),
        by=by,
        note=note,
    )


def given(outcome="cleared", official=RUPERT, given_on=date(2026, 11, 20), **more):
    """What an official said elsewhere."""
    remark = "" if outcome in {"cleared", "no_objection"} else "Leave the second figure out."
    return Given(**{"official": official, "outcome": outcome, "given_on": given_on, "remark": remark} | more)


def record(response, by, *numbers, **said):
    """Record a clearance given elsewhere for answers as they stand; returns it."""
    return clearance_records.record_elsewhere(response, seen(response, *numbers), given(**said), by=by)


def token_in(letter):
    """What makes the link of a letter a personal one."""
    return re.search(r"/clearance/([\w-]+)/", letter.body)[1]


def code_in_mail():
    """The code in the newest mail."""
    return re.search(r"^(\d{3}-\d{3}-\d{3})$", mail.outbox[-1].body, re.MULTILINE)[1]


def put_on_record(response, by):
    """A request, a clearance with a scan, and one struck out, on the first answer, each with canaries in it."""
    official = Official(CANARIES["name"], CANARIES["title"], CANARIES["authority"])
    asked = ask(response, by, 1, official=official, email=CANARIES["address"], note=CANARIES["note"])
    said = {"remark": CANARIES["remark"], "on_behalf_of": CANARIES["behalf"], "official": official}
    struck = record(response, by, 1, outcome="not_cleared", **said)
    clearance_records.strike(struck, because=CANARIES["reason"], by=by)
    scan = SimpleUploadedFile(f"{CANARIES['scan']}.pdf", files.PDF + f"% {CANARIES['inside']}\n".encode())
    return asked, record(response, by, 1, scan=scan, **said)


def found_in(page):
    """The canaries that a page or a file holds, also in its headers."""
    return words_in(page.getvalue().decode("utf-8", "replace") + str(page.headers))


def words_in(text):
    """The canaries in a text."""
    return [word for word in (*CANARIES.values(), "canary-address") if word in text]
