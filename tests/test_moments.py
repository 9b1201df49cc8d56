"""How moments are written: in the zone they are asked for, and in the language of the page."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from responses import moments
from responses.models import Review

EVENING = datetime(2026, 12, 14, 23, 30, 5, tzinfo=UTC)
GENEVA = Review(zone="Europe/Zurich", zone_name="Geneva")
SANTIAGO = Review(zone="America/Santiago", zone_name="Santiago")

WRITTEN = [
    (lambda: moments.in_utc(EVENING), "14 December 2026, 23:30 UTC"),
    (lambda: moments.in_utc(EVENING, seconds=True), "14 December 2026, 23:30:05 UTC"),
    (lambda: moments.in_utc(EVENING.astimezone(ZoneInfo("Asia/Tokyo"))), "14 December 2026, 23:30 UTC"),
    (lambda: moments.in_round(EVENING, GENEVA), "15 December 2026, 00:30 Geneva time"),
    (lambda: moments.in_round(EVENING, GENEVA, seconds=True), "15 December 2026, 00:30:05 Geneva time"),
    (lambda: moments.in_round(EVENING, SANTIAGO), "14 December 2026, 20:30 Santiago time"),
    (lambda: moments.in_round(None, GENEVA), ""),
    (lambda: moments.day(EVENING, GENEVA), "15 December 2026"),
    (lambda: moments.day(EVENING, SANTIAGO), "14 December 2026"),
    (lambda: moments.day(None, GENEVA), ""),
]


@pytest.mark.parametrize(("write", "written"), WRITTEN)
def test_a_moment_is_written_in_the_zone_it_is_asked_for(write, written):
    assert write() == written


def test_what_was_written_in_one_language_is_not_shown_in_another():
    said = {}
    for language in ("en", "fr", "en"):
        with translation.override(language):
            said.setdefault(language, []).append(moments.day(EVENING, GENEVA))
    assert said == {"en": ["15 December 2026"] * 2, "fr": ["15 décembre 2026"]}
