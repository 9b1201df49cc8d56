"""What comes with a submission besides its answers: annexes and the State's own courtesy translations."""

from dataclasses import dataclass

from responses.models import (
    Annex,
    CourtesyTranslation,
    StoredFile,
    SubmittedAnnex,
    SubmittedTranslation,
)


@dataclass(frozen=True)
class Enclosed:
    """An annex as a submission would have it: what the record says of it, and the file."""

    entry: dict
    file: StoredFile


def _entry(row, question):
    """One annex in the form of the record; ``row`` is an annex of the draft or of an earlier submission."""
    file = row.file
    return Enclosed(
        {
            "number": row.number,
            "question": question,
            "kind": row.kind,
            "title": row.title,
            "language": row.language,
            "name": file.name,
            "type": file.content_type,
            "size": file.size,
            "sha256": file.sha256,
            "publishable": row.is_publishable,
        },
        file,
    )


def submitted_before(response):
    """The annexes of the standing submission, again."""
    standing = response.standing_submission
    rows = standing.annexes.select_related("file") if standing else ()
    return [_entry(row, row.question) for row in rows]


def annexes_of(response, answers):
    """The annexes as they would be submitted now, by number: a closed question comes with those that stand."""
    closed = set()
    if response.standing_submission_id:
        closed = {answer.question.number for answer in answers if not answer.is_open}
    present = Annex.objects.present().filter(response=response).select_related("file", "answer__question")
    drafted = [_entry(row, row.answer.question.number if row.answer else None) for row in present]
    found = [one for one in drafted if one.entry["question"] not in closed]
    if closed:
        found += [one for one in submitted_before(response) if one.entry["question"] in closed]
    return sorted(found, key=lambda one: one.entry["number"])


def translations_of(response):
    """The courtesy translations as they stand: ``{number of question: [CourtesyTranslation]}``, by language."""
    rows = (
        CourtesyTranslation.objects.current()
        .filter(answer__response=response)
        .exclude(text="")
        .select_related("answer__question")
        .order_by("language")
    )
    found = {}
    for row in rows:
        if row.language != row.answer.language:  # the answer itself is in this language by now
            found.setdefault(row.answer.question.number, []).append(row)
    return found


def in_record(translations):
    """Translations, of a draft or of a submission, in the form of the record."""
    return [{"language": one.language, "text": one.text} for one in translations]


def store(submission, answers, annexes, texts):
    """Write annexes and translations as rows beside the record; ``answers`` are the submitted ones by number."""
    for one in annexes:
        entry = one.entry
        SubmittedAnnex(
            submission=submission, file=one.file, number=entry["number"], question=entry["question"],
            kind=entry["kind"], title=entry["title"], language=entry["language"],
            is_publishable=entry["publishable"],
        ).save()  # fmt: skip
    for said in texts:
        for one in said.get("translations", ()):
            SubmittedTranslation(
                submitted_answer=answers[said["number"]], language=one["language"], text=one["text"]
            ).save()
