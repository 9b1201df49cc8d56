"""The operator's command: an export in the name of an account, written whole or not at all."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from responses.models import Event
from responses.status import Status
from tests.exports.reading import rows_of

pytestmark = pytest.mark.django_db

SESSION = "ece-2024-s3"
NOT_YOURS = "This export is not among those you can make. Nothing was written."
REFUSED = {
    "an unknown session": (
        {"session": "ece-2024-s9"},
        "There is no session ece-2024-s9. There are: ece-2024-s3.",
    ),
    "an unknown account": (
        {"email": "nobody@example.org"},
        "There is no account with the address nobody@example.org.",
    ),
    "a coordinator": (
        {"email": "coordinator@example.org"},
        NOT_YOURS,
    ),
    "a delegate": (
        {"email": "flavia@example.org"},
        NOT_YOURS,
    ),
}


def run(output, *, session=SESSION, shape="long", format_name="json", email="Reviewer@example.org"):
    """Call the command; returns what it says."""
    said = io.StringIO()
    options = {"session": session, "shape": shape, "format": format_name, "output": str(output), "as": email}
    call_command("export_responses", *(f"--{name}={value}" for name, value in options.items()), stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("format_name", ["xlsx", "csv", "json"])
def test_the_file_is_written_and_recorded(format_name, tmp_path, response, bring_to, reviewer):
    bring_to(response, Status.SUBMITTED)
    output = tmp_path / "responses.out"
    output.write_text("an earlier export")
    said = run(output, format_name=format_name)
    assert said.startswith(f"{output}: 5 rows with 5 answers of 105 characters. No row is marked")
    assert len(rows_of(format_name, output.read_bytes())) == 5
    assert Event.objects.get(name="export").by == reviewer
    assert [path.name for path in tmp_path.iterdir()] == ["responses.out"]


@pytest.mark.parametrize(("given", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_said_and_nothing_is_written(
    given, sentence, tmp_path, response, bring_to, coordinator
):
    bring_to(response, Status.SUBMITTED)
    output = tmp_path / "responses.json"
    output.write_text("an earlier export")
    with pytest.raises(CommandError) as problem:
        run(output, **given)
    assert str(problem.value) == sentence
    assert output.read_text() == "an earlier export"
    assert list(tmp_path.iterdir()) == [output]
    assert not Event.objects.filter(name="export").exists()


def test_a_directory_that_is_not_there(tmp_path, response, reviewer):
    output = tmp_path / "missing" / "responses.json"
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        run(output)
    assert not Path(output.parent).exists()
    assert not Event.objects.filter(name="export").exists()
