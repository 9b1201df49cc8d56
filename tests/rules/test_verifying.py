"""Whether a file is the record: what may be said of it, and that whoever does not hold it learns nothing."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from responses.documents.receipt import pdf
from responses.models import Submission
from responses.rules import verifying, workflow
from responses.rules.verifying import NOTHING, Outcome
from responses.status import Status
from tests import factories

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "record.md"


@pytest.fixture
def submission(response, bring_to):
    bring_to(response, Status.SUBMITTED)
    return Submission.objects.get()


# --- what is the record, whatever it went through ---------------------------------------------


def as_it_is(record):
    return record


def changed(old, new):
    return lambda record: record.replace(old, new, 1)


THE_SAME = {
    "byte for byte": as_it_is,
    "with an end of line": lambda record: record + b"\r\n",
    "with a byte order mark": lambda record: b"\xef\xbb\xbf" + record,
    "laid out for reading": lambda record: json.dumps(json.loads(record), indent=4).encode(),
    "with its keys in another order": lambda record: json.dumps(
        dict(reversed(json.loads(record).items()))
    ).encode(),
}
ALTERED = {
    "one letter": changed(b"Answer to question 1", b"answer to question 1"),
    "a space in a text": changed(b"Answer to", b"Answer  to"),
    "an added key": changed(b'{"annexes"', b'{"a":1,"annexes"'),
    "a key that is there twice": changed(b'{"annexes"', b'{"reference":"GCM-ECE-2024-S3-XSY-01","annexes"'),
    "a key that is there twice, deep inside": changed(
        b'"no_information":false', b'"no_information":true,"no_information":false'
    ),
    "another reference": changed(b"XRU-01", b"XRU-02"),
    "a number written otherwise": changed(b'"format":1', b'"format":1.0'),
    "a cut": lambda record: record[:-1],
    "half": lambda record: record[: len(record) // 2],
    "two of them": lambda record: record + record,
    "in another encoding": lambda record: record.decode().encode("utf-16"),
    "the hash alone": lambda record: b"the code",
    "nothing": lambda record: b"",
    "not even text": lambda record: bytes(range(256)),
    "brackets without end": lambda record: b"{" + b'"a":[' * 100_000,
    "half a character": lambda record: b'{"a":"\\ud800"}',
    "a number without end": lambda record: b'{"a":' + b"9" * 5_000 + b"}",
    "a list": lambda record: b"[" + record + b"]",
}  # fmt: skip


@pytest.mark.parametrize("made", THE_SAME.values(), ids=THE_SAME)
def test_the_record_is_recognised(submission, made):
    finding = verifying.verify(made(submission.record.encode()))
    assert (finding.outcome, finding.submission, finding.is_pdf) == (Outcome.STANDS, submission, False)


@pytest.mark.parametrize("made", ALTERED.values(), ids=ALTERED)
def test_what_is_altered_is_nothing_that_is_known(submission, made):
    """It asks one question only, or none, and never by reference: what is altered cannot be told from the unknown."""
    altered = made(submission.record.encode())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert verifying.verify(altered) == NOTHING
    assert all("XRU" not in one["sql"] and '"sha256" IN' in one["sql"] for one in asked)
    assert len(asked) <= 1


def test_a_record_whose_row_was_changed_in_the_database_is_not_confirmed(submission):
    """The hash alone proves nothing: what is stored is compared too."""
    record = submission.record
    Submission.objects.update(record=record.replace("Answer", "answer"))
    assert verifying.verify(record.encode()) == NOTHING


# --- the receipt --------------------------------------------------------------------------------


def added(made):
    return made + b"\n% changed"


def without_seal(made):
    return made.replace(b"gcmreview-seal", b"gcmreview-soul")


def test_a_receipt_is_recognised_by_the_record_inside_and_its_pages_by_the_seal(submission):
    made = pdf.pdf_of(submission)
    for file, is_sealed in ((made, True), (added(made), False), (without_seal(made), False)):
        finding = verifying.verify(file)
        assert (finding.outcome, finding.submission) == (Outcome.STANDS, submission)
        assert (finding.is_pdf, finding.is_sealed) == (True, is_sealed)


def test_a_receipt_whose_record_was_changed_is_nothing_that_is_known(submission):
    changed = Submission(
        response=submission.response, reference=submission.reference, received_at=submission.received_at,
        record=submission.record.replace("Answer to", "Reply to"), sha256=submission.sha256, channel="site",
    )  # fmt: skip
    assert verifying.verify(pdf.pdf_of(changed)) == NOTHING


# --- where it stands ----------------------------------------------------------------------------


def test_a_record_that_was_replaced_is_superseded(response, focal_point, bring_to, declaration):
    bring_to(response, Status.RETURNED)
    first = Submission.objects.get()
    factories.write_all(response, focal_point, text="Another answer to {number}.")
    answer = response.answers.get(question__number=1)
    assert answer.is_open
    workflow.perform("submit", response, by=focal_point, data=declaration)
    response.refresh_from_db()
    assert verifying.verify(first.record.encode()).outcome == Outcome.SUPERSEDED
    assert verifying.verify(response.standing_submission.record.encode()).outcome == Outcome.STANDS


@pytest.mark.parametrize("move", ["recall", "withdraw"])
def test_a_record_that_was_taken_back_does_not_stand(submission, response, focal_point, move):
    data = workflow.MOVES[move].data("The State's decision") if move == "withdraw" else None
    workflow.perform(move, response, by=focal_point, data=data)
    assert verifying.verify(submission.record.encode()).outcome == Outcome.TAKEN_BACK


# --- by a third party ---------------------------------------------------------------------------


def test_a_third_party_can_check_a_record_with_the_program_in_the_docs(submission, tmp_path):
    program = re.search(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1]
    assert len(program.splitlines()) <= 20
    (tmp_path / "check.py").write_text(program, "utf-8")

    def says(record, code):
        (tmp_path / "record.json").write_bytes(record)
        command = [sys.executable, "-I", "check.py", "record.json", code]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.strip()

    record, code = submission.record.encode(), submission.sha256
    grouped = " ".join(code[at : at + 8] for at in range(0, 64, 8))
    assert says(record, code) == (0, "This is the record of GCM-ECE-2024-S3-XRU-01.")
    assert says(record, grouped)[0] == 0
    assert says(THE_SAME["laid out for reading"](record), code)[0] == 0
    for name in ("one letter", "a space in a text", "a key that is there twice", "a cut"):
        assert says(ALTERED[name](record), code)[0] != 0, name


# --- from the command line ----------------------------------------------------------------------


def test_the_command_says_what_a_file_is(submission, tmp_path, capsys):
    for name, content in (
        ("record.json", submission.record.encode()),
        ("receipt.pdf", pdf.pdf_of(submission)),
    ):
        (tmp_path / name).write_bytes(content)
        call_command("verify_submission", tmp_path / name)
        shown = capsys.readouterr().out
        assert "is the record of GCM-ECE-2024-S3-XRU-01, as it was received. It stands." in shown
        assert ("the one that this site made" in shown) == name.endswith("pdf")


def test_the_command_fails_for_anything_else(submission, tmp_path):
    (tmp_path / "other.json").write_bytes(ALTERED["one letter"](submission.record.encode()))
    with pytest.raises(CommandError, match=r"is not a record of this site, or it was altered\."):
        call_command("verify_submission", tmp_path / "other.json")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("verify_submission", tmp_path / "nothing.json")
