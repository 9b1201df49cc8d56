"""Letters and events on the desk: said in words, and found by State or person."""

import inspect
import re

import pytest

from responses import letters
from responses.admin.letter import KINDS
from responses.models import Letter
from responses.rules import clearance_records
from responses.status import Status
from tests.clearances import ask

pytestmark = pytest.mark.django_db

LETTERS, EVENTS = "/admin/responses/letter/", "/admin/responses/event/"


def test_every_letter_of_the_secretariat_has_a_kind_in_words():
    assert set(KINDS) == set(re.findall(r'_to_focal_points\(\s*"(\w+)"', inspect.getsource(letters)))


@pytest.mark.parametrize(("query", "found"), [("Ruritania", 1), ("flavia", 1), ("Zubrowka", 0), ("clear", 0)])
def test_letters_are_found_by_state_and_person_and_none_of_a_delegation_s_own(
    enter, response, focal_point, bring_to, query, found
):
    bring_to(response, Status.SUBMITTED)
    ask(response, focal_point, 1)
    assert Letter.objects.filter(is_delegation=True).count() == 1
    page = enter("coordinator").get(LETTERS, {"q": query})
    assert page.context["cl"].result_count == found


def test_an_export_is_told_in_words_and_its_hash_stands_in_its_record(enter, response, focal_point, bring_to):
    bring_to(response, Status.SUBMITTED)
    clearance_records.require_clearances(response, True, by=focal_point)
    wanted = {"shape": "long", "format": "csv"}
    assert enter("reviewer").post("/admin/responses/response/export/", wanted).getvalue()
    page = enter("coordinator").get(EVENTS)
    event = page.context["cl"].result_list[0]
    told = page.context["cl"].model_admin.details(event)
    assert re.sub(r"characters: \d+", "characters", told) == (
        "session: ece-2024-s3; what: One row for each answer; file: csv; rows: 5; answers: 5; characters; "
        "rows not for distribution: 0"
    )
    assert event.details["sha256"] in enter("coordinator").get(f"{EVENTS}{event.pk}/change/").content.decode()
