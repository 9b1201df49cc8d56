"""Fields that a form does not have change nothing, whoever sends them along with those that it has.

Each form of the site is filled in and sent twice: as it stands, and with the names of all fields of all records
besides. What is stored afterwards must be the same. The names come from the models, so that a new one is tried too.
"""

import re

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from responses.models import Clarification
from responses.status import Status
from tests.accounts.conftest import code_in, sent
from tests.admin.worlds import build
from tests.filling import form_in
from tests.forms import BY_PLACE, FROM_THE_MAIL, NEW_PASSWORD, PASSWORD, rewind, undone
from tests.record import snapshot

pytestmark = pytest.mark.django_db

# --- what is sent besides -------------------------------------------------------------------------------


def value_for(one):
    """A value that a field would take, other than what stands there by default."""
    if one.is_relation:
        keys = [
            str(key) for key in one.related_model._base_manager.order_by("-pk").values_list("pk", flat=True)
        ]
        return keys if one.many_to_many else (keys or ["1"])[0]
    if one.choices:
        return one.choices[-1][0]
    if isinstance(one, models.BooleanField):
        return "on"
    if isinstance(one, models.IntegerField):
        return "7"
    if isinstance(one, models.DateTimeField):
        return "2031-01-01 00:00:00"
    return "XIN"


def extra_fields(names):
    """All fields of all records, by name and by column, alone and in each set of a page, that a form has not."""
    found = {}
    for model in apps.get_app_config("responses").get_models():
        for one in (*model._meta.fields, *model._meta.many_to_many):
            found |= dict.fromkeys({one.name, one.attname}, value_for(one))
    found |= {"user_permissions": ["1"], "groups": ["1", "2", "3"], "desks": ["coordinator"], "DELETE": "on"}
    prefixes = {match[0] for name in names if (match := re.match(r"\w+-\d+-", name))}
    found |= {prefix + name: value for prefix in prefixes for name, value in found.items()}
    moments = {name.rpartition("_")[0] for name in names if name.endswith("_0")}
    return {name: value for name, value in found.items() if name not in names | moments}


RANDOM = re.compile(
    r"[0-9a-f]{64}|[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}|(?:instructions|delegations)/[\w-]+|(?:clearance|invitations)/[\w-]{43}"
)


def comparable(rows):
    """What is stored, without what is different each time: random ids, hashes of them, salted passwords."""
    said = {}
    for table, found in rows.items():
        for row in found:
            if "password" in row:
                row["password"] = [check_password(one, row["password"]) for one in (PASSWORD, NEW_PASSWORD)]
        said[table] = [RANDOM.sub("…", str(row)) for row in found]
    return said


def sent_once(form, world, people, *, with_extra):
    """Open the page, send its form, and return the answer and what is stored then; nothing of it stays."""
    client = Client()
    with undone(world):
        if form.person:
            client.force_login(people[form.person])
        if form.before:
            form.before(world, client)
        page = client.get(form.address(world), follow=True)
        shown = form_in(page, form.containing)
        address = shown.action or page.request["PATH_INFO"]
        data = shown.fields | form.said(world)
        if form.typed.get("code") == FROM_THE_MAIL:
            data["code"] = code_in(sent()[-1])
        rewind(data)
        before = comparable(snapshot())
        answer = client.post(address, data | (extra_fields(shown.names) if with_extra else {}))
        after = comparable(snapshot())
    return answer, before, after


@pytest.mark.parametrize("place", BY_PLACE)
def test_what_a_form_does_not_ask_for_changes_nothing(
    place, response, other_response, cast, bring_to, media, operator, newcomer
):
    with time_machine.travel(timezone.now(), tick=False):
        world = build(place, response, cast, bring_to)
        vars(world).update(vars(cast))
        people = vars(cast) | {"operator": operator}
        for name, form in BY_PLACE[place].items():
            assert (name, changed_by_more(form, world, people)) == (name, {})


def changed_by_more(form, world, people):
    """The rows that are otherwise stored, by table, when the names of all fields of all records are sent along."""
    plain, before, expected = sent_once(form, world, people, with_extra=False)
    assert (plain.status_code, before == expected) == (302, False)
    more, _before, found = sent_once(form, world, people, with_extra=True)
    problems = re.findall(r'class="(?:errorlist|invalid-feedback)[^>]*>.*?</', more.content.decode())
    assert (more.status_code, problems) == (302, [])
    return {
        table: [row for row in rows if row not in expected[table]]
        for table, rows in found.items() if rows != expected[table]
    }  # fmt: skip


def test_the_fields_of_all_records_are_tried():
    named = extra_fields({"text", "questions-0-points_en"})
    wanted = {
        "status",
        "is_open",
        "version",
        "by",
        "answer",
        "is_staff",
        "is_superuser",
        "groups",
        "reviewer",
        "published_submission",
        "published_submission_id",
        "questions-0-wording_en",
        "questions-0-DELETE",
    }
    assert wanted - set(named) == set()
    assert "text" not in named


# --- what a form does have, with somebody else's key in it ----------------------------------------------


def test_a_reply_to_another_delegation_s_clarification_is_not_taken(
    client,
    response,
    other_response,
    cast,
    bring_to,
    media,
):
    build(Status.RETURNED, response, cast, bring_to)
    bring_to(other_response, Status.RETURNED, 1, by=cast.stranger)
    theirs = Clarification.objects.get(answer__response=other_response)
    client.force_login(cast.focal_point)
    before = snapshot()
    data = {"reply": "INTRUSION", "base": "0", "clarification": str(theirs.pk)}
    assert client.post("/ece-2024-s3/XRU/questions/1/reply/", data).status_code == 404
    assert snapshot() == before


def test_an_open_session_takes_no_further_question(client, response, coordinator):
    client.force_login(coordinator)
    address = reverse("admin:responses_session_change", args=[response.session_id])
    data = form_in(client.get(address), "title_en").fields
    data |= {
        "questions-TOTAL_FORMS": "6",
        "questions-5-number": "6",
        "questions-5-title_en": "INTRUSION",
        "questions-5-wording_en": "INTRUSION",
        "questions-5-session": str(response.session_id),
    }
    client.post(address, data)
    assert response.session.questions.count() == 5
