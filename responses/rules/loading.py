"""Loading a round and the reference data it stands on, from the files in ``responses/data``."""

import json
from datetime import datetime, time, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from responses import languages
from responses.models import AgendaItem, Commission, GuidingQuestion, MemberState, Objective, Review, Session

from . import deadlines, rounds

DATA = Path(__file__).resolve().parent.parent / "data"


def read(name):
    """What a file of reference data holds."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def translated(**fields):
    """``{"name": {"en": …, "fr": …}}`` as the fields of six languages; an unknown language stays empty."""
    return {
        f"{field}_{code}": texts[code]
        for field, texts in fields.items()
        for code in languages.UNITED_NATIONS
        if code in texts
    }


def load_states():
    """Bring Member States up to the reference data: new ones are added, names set; none is removed."""
    codes = {}
    for row in read("member_states")["member_states"]:
        facts = {key: row[key] for key in ("alpha2", "m49", "m49_subregion", "kind")}
        state, _made = MemberState.objects.update_or_create(
            alpha3=row["alpha3"], defaults=facts | translated(name=row["names"])
        )
        for code in row["commissions"]:
            codes.setdefault(code, []).append(state)
    for code, states in codes.items():
        commission, _made = Commission.objects.get_or_create(
            code=code, defaults={"name": code, "region": code}
        )
        commission.member_states.add(*states)


def load_objectives():
    """Bring the 23 objectives of the Compact up to the reference data."""
    for row in read("objectives")["objectives"]:
        texts = translated(title=row["title"], short_label=row["short_label"])
        Objective.objects.update_or_create(
            number=row["number"], defaults={"paragraph": row["paragraph"]} | texts
        )


def three_weeks_ahead(review, now):
    """18:00 in the round's zone, three weeks from today."""
    day = now.astimezone(review.tzinfo).date() + timedelta(weeks=3)
    return datetime.combine(day, time(18), tzinfo=review.tzinfo)


@transaction.atomic
def load_round(name="ece-2024-s3", *, deadline=None, now=None):
    """Load reference data and one round, and invite its States; returns (session, new responses).

    Repeatable: what a coordinator changed since (deadline, texts, people) is left as it is. ``deadline`` is set
    only while the session has none; without it, three weeks ahead.
    """
    load_states()
    load_objectives()
    about = read(name)
    commission, _made = Commission.objects.update_or_create(
        code=about["commission"]["code"],
        defaults={key: about["commission"][key] for key in ("name", "region")},
    )
    facts = dict(about["review"])
    facts |= translated(title=facts.pop("title"))
    review, _made = Review.objects.get_or_create(
        commission=commission, year=facts.pop("year"), defaults=facts
    )
    session, made = _session(review, about)
    if session.deadline is None:
        session = deadlines.set_deadline(
            session, deadline or three_weeks_ahead(review, now or timezone.now()), by=None
        )
    return session, rounds.invite(session, commission.member_states.real(), by=None) if made else []


def _session(review, about):
    facts = dict(about["session"])
    facts |= translated(title=facts.pop("title"))
    objectives = facts.pop("objectives")
    session, made = Session.objects.get_or_create(review=review, number=facts.pop("number"), defaults=facts)
    if not made:
        return session, False
    session.objectives.set(Objective.objects.filter(number__in=objectives))
    for position, item in enumerate(about["agenda"], start=1):
        facts = dict(item)
        facts |= translated(title=facts.pop("title"))
        AgendaItem.objects.create(session=session, position=position, **facts)
    for item in about["questions"]:
        texts = translated(title=item["title"], wording=item["wording"], points=item["points"])
        GuidingQuestion.objects.create(session=session, number=item["number"], **texts)
    return session, True
