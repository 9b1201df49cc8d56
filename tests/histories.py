"""Writes the history of an answer at once, as people would have written it over days."""

from datetime import UTC, datetime, timedelta

from responses.models import Answer, AnswerVersion
from responses.text import count_words

START = datetime(2024, 9, 2, 8, 0, tzinfo=UTC)
"""The first minute of every such history: 10:00 in Geneva."""
SAVED, MERGED, STALE, CLOSED = (
    AnswerVersion.Outcome(name) for name in ("saved", "merged", "stale_version", "closed")
)


def remember(answer, *saves):
    """Adds versions to an answer, each given as ``(by, minute, kind, text)`` or with an outcome behind; returns it."""
    rows, standing = [], answer.versions.filter(number=answer.version).first()
    for by, minute, kind, text, *outcome in saves:
        number = answer.last_number + len(rows) + 1
        row = AnswerVersion(
            answer=answer, number=number, text=text, language="en", words=count_words(text), kind=kind,
            outcome=outcome[0] if outcome else SAVED, base=standing.number if standing else 0,
            key=f"key-{number}", page="page", by=by, at=START + timedelta(minutes=minute),
        )  # fmt: skip
        rows.append(row)
        standing = row if row.stands else standing
    AnswerVersion.objects.bulk_create(rows)
    stands = {}
    if standing:
        stands = {
            "text": standing.text, "version": standing.number, "changed_by": standing.by, "changed_at": standing.at
        }  # fmt: skip
    Answer.objects.filter(pk=answer.pk).update(last_number=answer.last_number + len(rows), **stands)
    answer.refresh_from_db()
    return answer


def days_of_writing(answer, flavia, fritz):
    """A history of everything: a sitting, a merge, a clash, a blank save, a restoration, a text kept too late."""
    one = (
        "Ruritania adopted a national strategy in 2023.\n\nFive centres inform newcomers about their rights."
    )
    two = one.replace("Five centres inform", "Six centres in all regions inform")
    three = two + "\n\nThe Ministry of Labour trains its inspectors every year."
    return remember(
        answer,
        (flavia, 0, "typed", one),
        (flavia, 10, "autosaved", one + "\n\nThe"),
        (flavia, 12, "autosaved", one + "\n\nThe Ministry"),
        (flavia, 16, "autosaved", two),
        (fritz, 17, "conflict", two.replace("2023", "2022"), STALE),
        (fritz, 30, "autosaved", two + "\n\nThe Ministry of Labour", MERGED),
        (fritz, 30, "merged", three),
        (fritz, 90, "typed", ""),
        (flavia, 95, "restored", three),
        (fritz, 60 * 24 * 9, "rescued", three + "\n\nA sentence that came too late.", CLOSED),
    )
