"""One rule counts words, on the server and in the browser: this holds the two together."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from responses.text import count_words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CORPUS = json.loads((Path(__file__).parent.parent / "words.json").read_text("utf-8"))
SURROGATES = range(0xD800, 0xE000)

COUNT = "async texts => { const { countWords } = await import('/static/js/words.js'); return texts.map(countWords) }"
# For each character: unassigned; its words alone; its words between two letters.
EVERY_CHARACTER = """async () => {
  const { countWords } = await import('/static/js/words.js');
  const found = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    const unknown = /\\p{Cn}/u.test(character) ? 1 : 0;
    found.push(`${unknown}${countWords(character)}${countWords(`a${character}a`)}`);
  }
  return found.join(" ");
}"""


@pytest.fixture
def page(open_page):
    page = open_page()
    page.goto("/accessibility/")
    return page


@pytest.fixture
def browser_says(page):
    """What the browser says of every character, by code point."""
    codes = (code for code in range(0x110000) if code not in SURROGATES)
    return dict(zip(codes, page.evaluate(EVERY_CHARACTER).split(), strict=True))


def test_the_browser_counts_as_the_corpus_says(page):
    said = page.evaluate(COUNT, [case["text"] for case in CORPUS])
    assert dict(zip((case["what"] for case in CORPUS), said, strict=True)) == {
        case["what"]: case["words"] for case in CORPUS
    }


def test_server_and_browser_agree_on_every_character_that_both_know(browser_says):
    known = [
        code
        for code, said in browser_says.items()
        if not said.startswith("1") and unicodedata.category(chr(code)) != "Cn"
    ]
    assert len(known) > 280_000
    told = {code: f"0{count_words(chr(code))}{count_words(f'a{chr(code)}a')}" for code in known}
    assert {hex(code) for code in known if browser_says[code] != told[code]} == set()


def drawn(count):
    """Texts as hypothesis draws them, of characters that this Python knows."""
    characters = st.one_of(
        st.characters(exclude_categories=["Cs", "Cn"]),
        st.sampled_from(
            "aZéя١٢中がー々〇﷼½-'’.,…—/@%&+ \t\n\u00a0\u0085\u200b\u200c\u200d\ufeff\u0301\u20e3🕊\U000e0100"
        ),
    )
    texts = []

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.text(characters))
    def collect(text):
        texts.append(text)

    collect()
    return texts


def test_server_and_browser_agree_on_whatever_is_drawn(page, browser_says):
    unknown = {chr(code) for code, said in browser_says.items() if said.startswith("1")}
    texts = [text for text in drawn(1_000) if not unknown.intersection(text)]
    assert len(texts) >= 500
    said = page.evaluate(COUNT, texts)
    differing = [
        (text, count_words(text), n) for text, n in zip(texts, said, strict=True) if count_words(text) != n
    ]
    assert differing == []
