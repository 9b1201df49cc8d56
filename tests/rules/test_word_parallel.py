"""One Word file in many hands at once: each question is taken over once, and nobody's typing is lost."""

import pytest

from responses.models import AnswerVersion, Chain, User, WordFile
from responses.models.event import broken_links
from responses.rules import drafting, word_applying, word_files
from responses.rules.word_applying import Chosen
from tests import word

from .test_parallel import at_once, refused_or

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media")]

BEFORE, FILE = "One.\n\nTwo.\n\nThree.", "One, from the file.\n\nTwo.\n\nThree."


@pytest.fixture
def file(response, focal_point):
    for number in (1, 2):
        word.write(response, number, BEFORE, focal_point)
    return word.kept(response, focal_point, {1: FILE, 2: FILE}, versions={1: 1, 2: 1})


def test_ten_people_who_apply_one_file_take_it_over_once(response, file, focal_point, contributor):
    def apply(number):
        by = User.objects.get(pk=(focal_point, contributor)[number % 2].pk)
        chosen = {question: Chosen("append" if number % 3 else "take", 1) for question in (1, 2)}
        return refused_or(word_applying.apply, WordFile.objects.get(), chosen, by=by)

    results = at_once(10, apply)
    assert all(result == results[0] for result in results)
    assert AnswerVersion.objects.filter(kind="word").count() == 2
    chain = Chain.objects.get(delegation=response.member_state)
    assert list(chain.events.values_list("name", flat=True)) == ["apply_word_file"]
    assert broken_links(chain) == []


def test_what_is_typed_while_a_file_is_applied_is_put_together_with_it(
    response, file, focal_point, contributor
):
    answer = response.answers.get(question__number=1)

    def act(number):
        by = User.objects.get(pk=(focal_point, contributor)[bool(number)].pk)
        if not number:
            return refused_or(word_applying.apply, WordFile.objects.get(), {1: Chosen("take", 1)}, by=by)
        text = f"{BEFORE}\n\nAdded."
        return drafting.save_answer(answer, text=text, base=1, key=f"k{number}", page=f"p{number}", by=by)

    at_once(2, act)
    answer.refresh_from_db()
    assert answer.text == f"{FILE}\n\nAdded."


def test_files_that_come_at_once_have_numbers_without_gaps(response, focal_point):
    """Each of them is sent twice, as by a second click."""
    contents = [word.plain({1: f"{FILE} {number}"}) for number in range(3)]

    def send(number):
        by = User.objects.get(pk=focal_point.pk)
        return word_files.take(response, word.upload(contents[number % 3]), by=by).number

    numbers = at_once(6, send)
    assert (sorted(numbers), numbers[:3]) == ([1, 1, 2, 2, 3, 3], numbers[3:])
