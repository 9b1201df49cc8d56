"""What a Word file that comes back may change: nothing before somebody chooses, and then exactly what was chosen."""

import io
import zipfile

import pytest

from responses import text as door
from responses.models import AnswerVersion, Chain, Note, StoredFile, WordFile
from responses.rules import permissions, word_applying, word_comparing, word_files
from responses.rules.refused import Refused
from responses.rules.word_applying import Chosen
from responses.rules.word_readings import read_again
from responses.status import Completeness, Status
from tests import factories
from tests.record import snapshot
from tests.word import draft_of, filled, kept, plain, taken, upload, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

OLD = "One.\n\nTwo.\n\nThree."
THEIRS = "One.\n\nTwo.\n\nThree, as changed here."
FILE = "One, as changed in the file.\n\nTwo.\n\nThree."
BOTH = "One, as changed in the file.\n\nTwo.\n\nThree, as changed here."
CLASH = "One.\n\nTwo.\n\nThree, as changed in the file."
OTHER = "Another text altogether."

# What stood at the download, what stands now, what the file says; then how it is called and what is suggested.
STATES = {
    "nothing changed": (OLD, OLD, OLD, "same", None),
    "new": ("", "", FILE, "new", "take"),
    "changed in the file": (OLD, OLD, FILE, "changed", "take"),
    "changed here only": (OLD, THEIRS, OLD, "changed_here", "keep"),
    "changed in different places": (OLD, THEIRS, FILE, "both", "merge"),
    "changed in the same place": (OLD, THEIRS, CLASH, "both", "merge"),
    "the same change twice": (OLD, FILE, FILE, "same", None),
    "written in both places": ("", THEIRS, FILE, "different", None),
    "much shorter in the file": (OLD, OLD, "None.", "changed", None),
    "written here only": ("", THEIRS, "", "left_empty", None),
    "emptied in the file": (OLD, OLD, "", "emptied", "keep"),
    "emptied in the file, changed here": (OLD, THEIRS, "", "emptied", "keep"),
    "emptied here": (OLD, "", OLD, "changed_here", "keep"),
    "emptied here, changed in the file": (OLD, "", FILE, "new", "take"),
}
# What is chosen; then what the answer says, what becomes of the text, and how the new version came.
CHOICES = {
    ("new", "take"): (FILE, "saved", "word"),
    ("new", "keep"): ("", "kept", None),
    ("changed in the file", "take"): (FILE, "saved", "word"),
    ("changed in the file", "keep"): (OLD, "kept", None),
    ("changed in the file", "append"): (f"{OLD}\n\n{FILE}", "saved", "word"),
    ("changed here only", "keep"): (THEIRS, "kept", None),
    ("changed here only", "take"): (OLD, "saved", "word"),
    ("changed in different places", "merge"): (BOTH, "merged", "merged"),
    ("changed in different places", "keep"): (THEIRS, "kept", None),
    ("changed in different places", "take"): (FILE, "saved", "word"),
    ("changed in different places", "append"): (f"{THEIRS}\n\n{FILE}", "saved", "word"),
    ("changed in the same place", "merge"): (THEIRS, "stale_version", None),
    ("written in both places", "keep"): (THEIRS, "kept", None),
    ("written in both places", "take"): (FILE, "saved", "word"),
    ("written in both places", "append"): (f"{THEIRS}\n\n{FILE}", "saved", "word"),
    ("emptied in the file", "keep"): (OLD, "kept", None),
    ("emptied in the file", "take"): ("", "saved", "word"),
    ("much shorter in the file", "keep"): (OLD, "kept", None),
    ("much shorter in the file", "take"): ("None.", "saved", "word"),
    ("much shorter in the file", "append"): (f"{OLD}\n\nNone.", "saved", "word"),
    ("emptied in the file, changed here", "keep"): (THEIRS, "kept", None),
    ("emptied in the file, changed here", "take"): ("", "saved", "word"),
    ("emptied here", "keep"): ("", "kept", None),
    ("emptied here", "take"): (OLD, "saved", "word"),
    ("emptied here, changed in the file", "keep"): ("", "kept", None),
    ("emptied here, changed in the file", "take"): (FILE, "saved", "word"),
}


@pytest.fixture
def arrange(response, focal_point, contributor):
    """A file for question 1 in a named state; returns it."""

    def arrange(state):
        before, now, said, *_expected = STATES[state]
        write(response, 5, OLD, focal_point)
        if before:
            write(response, 1, before, focal_point)
        content = filled(draft_of(response), {1: said})
        if now != before:
            write(response, 1, now, contributor)
        return word_files.take(response, upload(content), by=focal_point)

    return arrange


def found_in(word_file, user, number=1):
    answers = list(word_file.response.answers.select_related("question"))
    rows = word_comparing.compare(word_file, read_again(word_file.reading), answers, user)
    return next(row for row in rows if row.number == number)


def version_of(response, number=1):
    return response.answers.get(question__number=number).version


def apply(word_file, by, choice, number=1, version=None, **more):
    shown = version_of(word_file.response, number) if version is None else version
    return word_applying.apply(word_file, {number: Chosen(choice, shown, **more)}, by=by)


@pytest.mark.parametrize("state", STATES)
def test_a_question_of_a_file_beside_its_answer(arrange, focal_point, state):
    *_texts, called, suggested = STATES[state]
    row = found_in(arrange(state), focal_point)
    assert (row.state, row.suggested) == (called, suggested)


@pytest.mark.parametrize("state", STATES)
def test_an_upload_writes_nothing_into_the_answers(arrange, response, focal_point, state):
    word_file = arrange(state)
    versions = AnswerVersion.objects.filter(answer__response=response, kind="word")
    assert (versions.count(), word_file.applied_at, word_file.number) == (0, None, 1)
    assert response.answers.get(question__number=1).text == STATES[state][1]


@pytest.mark.parametrize(("state", "choice"), CHOICES)
def test_what_is_chosen_is_what_is_stored(arrange, response, focal_point, state, choice):
    text, outcome, kind = CHOICES[state, choice]
    word_file = arrange(state)
    assert choice in found_in(word_file, focal_point).choices
    done = apply(word_file, focal_point, choice)
    answer = response.answers.get(question__number=1)
    newest = answer.versions.get(number=answer.version) if answer.version else None
    assert (answer.text, done[1]["outcome"]) == (text, outcome)
    if kind:
        assert (newest.kind, newest.by) == (kind, focal_point)
    word_file.refresh_from_db()
    assert word_file.applied_by == focal_point


ONE_OF_EACH = {outcome: at for at, (_text, outcome, _kind) in CHOICES.items()}
"""A choice for everything that can become of a text."""


@pytest.mark.parametrize(("state", "choice"), [*ONE_OF_EACH.values(), ("changed in the file", "append")])
def test_applying_twice_is_applying_once(arrange, focal_point, state, choice):
    word_file = arrange(state)
    shown = version_of(word_file.response)
    apply(word_file, focal_point, choice, version=shown)
    before = snapshot()
    apply(word_file, focal_point, choice, version=shown)
    assert snapshot() == before


def test_every_choice_that_is_offered_is_tried():
    offered = {
        (name, choice)
        for name, (*_texts, state, _suggested) in STATES.items()
        for choice in word_comparing._CHOICES.get(state, ())
    }
    clash = {("changed in the same place", choice) for choice in ("keep", "take", "append")}
    assert offered - clash == set(CHOICES)


def test_a_question_that_colleagues_changed_while_somebody_was_choosing_is_put_together(
    arrange, response, focal_point, contributor
):
    word_file = arrange("changed in the file")
    shown = version_of(response)
    write(response, 1, THEIRS, contributor)
    done = apply(word_file, focal_point, "take", version=shown)
    assert (response.answers.get(question__number=1).text, done[1]["outcome"]) == (BOTH, "merged")


def test_a_question_that_was_closed_meanwhile_keeps_the_text_beside(arrange, response, focal_point, bring_to):
    word_file = arrange("changed in the file")
    shown = version_of(response)
    bring_to(response, Status.SUBMITTED)
    before = response.answers.get(question__number=1)
    done = apply(word_file, focal_point, "take", version=shown)
    after = response.answers.get(question__number=1)
    kept = after.versions.get(number=done[1]["version"])
    assert (after.text, after.version) == (before.text, before.version)
    assert (kept.text, kept.kind, done[1]["outcome"]) == (FILE, "rescued", "closed")


def test_text_outside_of_every_question_can_be_added_to_any(response, focal_point):
    write(response, 2, OLD, focal_point)
    word_file = taken(response, focal_point, {1: FILE}, outside="A word from the Minister.")
    reading = read_again(word_file.reading)
    assert reading.outside == ("A word from the Minister.",)
    apply(word_file, focal_point, "keep", number=2, passages=(0,))
    assert response.answers.get(question__number=2).text == f"{OLD}\n\nA word from the Minister."
    apply(word_file, focal_point, "take", number=1)
    word_file.refresh_from_db()
    assert word_file.applied_at is not None


def test_a_text_that_comes_back_takes_away_no_information(response, focal_point):
    write(response, 1, "", focal_point, completeness=Completeness.NO_INFORMATION)
    word_file = taken(response, focal_point, {1: FILE})
    apply(word_file, focal_point, "take")
    answer = response.answers.get(question__number=1)
    assert (answer.text, answer.completeness) == (FILE, "not_yet")


def test_a_language_is_said_for_answers_that_had_no_text(response, focal_point):
    word_file = taken(response, focal_point, {1: FILE})
    apply(word_file, focal_point, "take", language="fr")
    assert response.answers.get(question__number=1).language == "fr"


def test_a_file_keeps_what_it_said_of_its_versions_and_its_own_bytes(response, focal_point):
    write(response, 1, OLD, focal_point)
    content = filled(draft_of(response), {1: FILE})
    word_file = word_files.take(response, upload(content), by=focal_point)
    reading = read_again(word_file.reading)
    assert (reading.identity.state_code, reading.identity.versions) == ("XRU", {1: 1, 2: 0, 3: 0, 4: 0, 5: 0})
    with word_file.file.file.open() as kept:
        assert kept.read() == content
    chain = Chain.objects.get(delegation=response.member_state)
    assert [(event.name, event.details) for event in chain.events.all()] == [
        ("keep_word_file", {"file": 1, "session": "ece-2024-s3"})
    ]
    assert not Chain.objects.filter(response=response).exists()


REFUSALS = {
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.doc", 422),
    "an empty file": (b"", "empty.docx", 422),
    "a PDF": (b"%PDF-1.7 and so on", "answers.pdf", 422),
    "a PDF under another name": (b"%PDF-1.7 and so on", "answers.docx", 422),
    "a broken file": (b"PK\x03\x04 and then nothing", "broken.docx", 422),
    "a file that is too large": (b"PK\x03\x04" + b"\0" * (10 * 1024 * 1024), "large.docx", 413),
}


@pytest.mark.parametrize("case", REFUSALS.values(), ids=REFUSALS)
def test_a_file_that_is_not_taken_leaves_nothing_behind(response, focal_point, case):
    content, name, status = case
    before = snapshot()
    with pytest.raises(Refused) as refused:
        word_files.take(response, upload(content, name), by=focal_point)
    assert (refused.value.status, snapshot()) == (status, before)


def test_the_file_of_another_state_is_not_taken(response, other_response, stranger, focal_point):
    content = filled(draft_of(other_response), {1: "CANARY of Syldavia"})
    with pytest.raises(Refused, match="made for Syldavia") as refused:
        word_files.take(response, upload(content), by=focal_point)
    assert (refused.value.status, StoredFile.objects.count()) == (422, 0)


def test_a_file_whose_main_part_has_a_number_is_taken(response, focal_point):
    """As Word on the web saves it."""
    content = filled(draft_of(response), {1: FILE})
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name in {"[Content_Types].xml", "_rels/.rels"}:
                part = part.replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("/document.xml", "/document2.xml"), part)
    word_file = word_files.take(response, upload(file.getvalue()), by=focal_point)
    assert read_again(word_file.reading).answer(1).text == FILE


def test_a_file_without_text_is_not_taken(response, focal_point):
    with pytest.raises(Refused, match="no text"):
        word_files.take(response, upload(draft_of(response)), by=focal_point)


def test_the_file_of_another_session_waits_for_a_word(response, focal_point):
    session = factories.SessionFactory(review=response.session.review, number=4)
    earlier = factories.ResponseFactory(session=session, member_state=response.member_state)
    word_file = word_files.take(response, upload(filled(draft_of(earlier), {1: FILE})), by=focal_point)
    with pytest.raises(Refused, match="another session"):
        apply(word_file, focal_point, "take")
    word_files.read_anyway(word_file, by=focal_point)
    apply(word_file, focal_point, "take")
    assert response.answers.get(question__number=1).text == FILE


def test_a_file_that_was_set_aside_can_be_taken_up_again(arrange, focal_point, contributor):
    word_file = arrange("new")
    word_files.set_aside(word_file, by=contributor)
    with pytest.raises(Refused, match="Somebody has dealt"):
        apply(word_file, focal_point, "take")
    word_files.take_up_again(word_file, by=focal_point)
    apply(word_file, focal_point, "take")
    names = Chain.objects.get(delegation=word_file.response.member_state).events.order_by("number")
    assert list(names.values_list("name", flat=True)) == [
        "keep_word_file", "set_word_file_aside", "take_word_file_up_again", "apply_word_file",
    ]  # fmt: skip


ACTS = {
    "take": lambda word_file, by: word_files.take(
        word_file.response, upload(filled(draft_of(word_file.response), {1: OTHER})), by=by
    ),
    "apply": lambda word_file, by: apply(word_file, by, "take"),
    "set aside": lambda word_file, by: word_files.set_aside(word_file, by=by),
    "take up again": lambda word_file, by: word_files.take_up_again(word_file, by=by),
    "read anyway": lambda word_file, by: word_files.read_anyway(word_file, by=by),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("person", ["observer", "stranger", "reviewer", "coordinator"])
def test_only_who_writes_for_the_state_does_anything_with_its_files(arrange, request, act, person):
    word_file = arrange("new")
    before = snapshot()
    user = request.getfixturevalue(person)
    before = snapshot()
    with pytest.raises(Refused) as refused:
        ACTS[act](word_file, user)
    assert (refused.value.status in {403, 404}, snapshot()) == (True, before)


def test_a_member_with_certain_questions_takes_over_those_and_leaves_the_rest_to_others(
    response, limited, focal_point
):
    word_file = taken(response, limited, {1: FILE, 2: OTHER})
    assert found_in(word_file, limited).state == "not_yours"
    with pytest.raises(Refused):
        apply(word_file, limited, "take", number=1)
    apply(word_file, limited, "take", number=2)
    word_file.refresh_from_db()
    texts = dict(response.answers.values_list("question__number", "text"))
    assert (word_file.applied_at, texts[1], texts[2]) == (None, "", OTHER)
    apply(word_file, focal_point, "take", number=1)
    word_file.refresh_from_db()
    assert (response.answers.get(question__number=1).text, word_file.applied_by) == (FILE, focal_point)


def test_rule_and_list_agree_about_files(response, other_response, limited, focal_point, stranger, cast):
    own = taken(response, limited, {2: OTHER})
    whole = taken(response, focal_point, {1: FILE})
    foreign = taken(other_response, stranger, {1: FILE})
    readers = {
        "limited": (limited, {own}), "observer": (cast["observer"], {own, whole}), "stranger": (stranger, {foreign}),
        "focal_point": (focal_point, {own, whole}), "reviewer": (cast["reviewer"], set()),
        "coordinator": (cast["coordinator"], set()),
    }  # fmt: skip
    for name, (user, expected) in readers.items():
        permissions.refresh(user)
        by_rule = {file for file in WordFile.objects.all() if permissions.may_read_word_file(user, file)}
        by_list = set(permissions.word_files_readable_by(user))
        assert (name, by_rule, by_list) == (name, expected, expected)


def test_comments_become_notes_once_where_somebody_wishes(response, focal_point):
    comments = [(1, "Jana", "Is this so?"), (1, "", "And this?"), (2, "Jana", "Not asked for.")]
    word_file = kept(response, focal_point, {1: FILE, 2: FILE}, comments=comments)
    apply(word_file, focal_point, "take", notes=True)
    apply(word_file, focal_point, "take", number=2)
    apply(word_file, focal_point, "take", notes=True)
    texts = list(Note.objects.order_by("pk").values_list("answer__question__number", "text"))
    assert texts == [
        (1, "Jana wrote in a Word file: Is this so?"), (1, "Somebody wrote in a Word file: And this?"),
    ]  # fmt: skip


def test_a_long_comment_of_a_long_name_is_kept_whole(response, focal_point):
    long = "".join(f"{number} " for number in range(5_000))
    word_file = kept(response, focal_point, {1: FILE}, comments=[(1, "Jana " * 5_000, long)])
    apply(word_file, focal_point, "take", notes=True)
    notes = list(Note.objects.order_by("pk").values_list("text", flat=True))
    assert "".join(note.partition(": ")[2] for note in notes).split() == long.split()
    assert response.answers.get(question__number=1).text == FILE


def test_a_comment_that_comes_back_with_the_next_file_is_one_note(response, focal_point):
    told = [(1, "Jana", "Is this so?"), (1, "Jana", "Is this so?")]
    first = kept(response, focal_point, {1: FILE}, comments=told)
    apply(first, focal_point, "take", notes=True)
    second = kept(response, focal_point, {1: OTHER}, comments=[*told, (1, "Jana", "And now?")])
    done = apply(second, focal_point, "take", notes=True)
    assert (Note.objects.count(), done[1]["notes"]) == (3, 1)


def test_a_file_that_is_sent_twice_waits_once(response, focal_point, settings):
    content = filled(draft_of(response), {1: FILE})
    first = word_files.take(response, upload(content), by=focal_point)
    before = snapshot()
    assert word_files.take(response, upload(content), by=focal_point) == first
    assert snapshot() == before
    assert len([path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]) == 1
    word_files.set_aside(first, by=focal_point)
    assert word_files.take(response, upload(content), by=focal_point).number == 2


def test_more_words_in_comments_than_an_answer_holds_are_not_taken(response, focal_point, monkeypatch):
    monkeypatch.setattr(door, "LARGEST_ANSWER", 1_000)
    content = filled(draft_of(response), {1: "New."}, comments=[(1, "Jana", "word " * 1_000)])
    with pytest.raises(Refused) as refused:
        word_files.take(response, upload(content), by=focal_point)
    assert (refused.value.status, WordFile.objects.count()) == (413, 0)


def test_more_text_than_an_answer_holds_is_not_taken(response, focal_point, monkeypatch):
    monkeypatch.setattr(door, "LARGEST_ANSWER", 1_000)
    with pytest.raises(Refused, match="question 2 is larger than 5 MB") as refused:
        word_files.take(response, upload(plain({1: "New.", 2: "word " * 1_000})), by=focal_point)
    assert (refused.value.status, WordFile.objects.count()) == (413, 0)
