"""What is pasted from a word processor keeps its paragraphs, lists and tables, and can be undone."""

from pathlib import Path

import pytest

from tests import word

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SAMPLES = Path(__file__).parent / "clipboard"
# What a program copies is put on the clipboard as it is; the browser's newer ways would clean it first.
COPY = """([html, text]) => {
  document.addEventListener('copy', (event) => {
    event.clipboardData.setData('text/html', html);
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  }, { once: true });
  document.execCommand('copy');
}"""


@pytest.fixture
def field(open_page, response, focal_point):
    word.write(response, 1, "Before.", focal_point)
    page = open_page(focal_point)
    page.goto("/ece-2024-s3/XRU/questions/1/")
    field = page.get_by_label("Your answer")
    field.focus()
    return field


def paste(field, html, text):
    field.page.evaluate(COPY, [html, text])
    field.page.keyboard.press("Control+End")
    field.page.keyboard.press("Control+V")


def test_what_is_pasted_is_plain_text_as_it_was_laid_out(field):
    keyboard = field.page.keyboard
    for path in sorted(SAMPLES.glob("*.html")):
        paste(field, path.read_text("utf-8"), "plain text")
        expected = "Before." + path.with_suffix(".txt").read_text("utf-8").removesuffix("\n")
        assert (path.name, field.input_value()) == (path.name, expected)
        keyboard.press("Control+Z")
        assert (path.name, field.input_value()) == (path.name, "Before.")
    paste(field, "<p>From a web page</p><p>in two paragraphs</p>", "as the page offers it")
    assert field.input_value() == "Before.as the page offers it"
    assert field.page.complaints == []


def test_a_long_text_is_pasted_in_a_moment(field):
    paragraphs = "".join(f"<p class=MsoNormal>{number}. {'word ' * 100}</p>" for number in range(100))
    begun = field.page.evaluate("performance.now()")
    paste(field, f"<html><body>{paragraphs}</body></html>", "plain")
    assert field.page.evaluate("document.getElementById('id_text').value.split('\\n\\n').length") == 100
    assert field.page.evaluate("performance.now()") - begun < 5_000
