"""What people type, and where."""

from docx.oxml.ns import qn

from tests.documents.word.drafts import p, t
from tests.documents.word.rounds import ANSWERS

from .case import Case, expect

SCRIPTS = "\n".join(
    (
        "Shqipëria ka miratuar strategjinë.",
        "Հայաստանը ընդունել է ռազմավարություն։",
        "Azərbaycan strategiyanı qəbul edib.",
        "Беларусь прыняла стратэгію ўжо.",
        "България прие стратегия.",
        "საქართველომ მიიღო სტრატეგია.",
        "Η Ελλάδα υιοθέτησε στρατηγική.",
        "ישראל אימצה אסטרטגיה (2023).",
        "Қазақстан стратегияны қабылдады, ұлттық жоспар.",
        "Malta adottat strateġija, għal ħaddiema.",
        "România a adoptat strategia în țară și „așa”.",
        "Россия приняла стратегию.",
        "Србија је усвојила стратегију. Srbija je usvojila. Ђ Ђ ђ ћ",
        "Тоҷикистон стратегияро қабул кард.",
        "Türkiye stratejiyi kabul etti: ığüşöç İI.",
        "Türkmenistan strategiýany kabul etdi.",
        "Україна ухвалила стратегію, їжак ґанок.",
        "Oʻzbekiston strategiyani qabul qildi.",
        "اعتمدت الحكومة استراتيجية وطنية، (2023) 45%.",
        "政府通过了国家战略。",
    )
)
AWKWARD = "\n".join(
    (
        "=SUM(A1:A2)",
        "+1 -1 @x",
        "<b>not bold</b> &amp; &lt;",
        "{{ name }} {% x %}",
        "C:\\Windows\\%TEMP%",
        "“quotes” ‘single’ «both»",
        "  leading and trailing  ",
        "\ttab\t\tand tabs\t",
        "a\u00a0no-break\u202fspace",
        "soft\u00adhyphen and no\u2011break hyphen",
        "👩‍👩‍👧‍👦 family, 🇦🇱 flag, 🏳️‍🌈",
        "e\u0301 combining, ﷽, 𝔘𝔫𝔦, 𠮷",
        "zero\u200bwidth, \u200fmarks\u200e, a\u2060b",
        "…—–‐",
        "[1] not a note",
        "- a dash\n* a star",
        "1. a number\n2) another",
        "",
        "",
        "   ",
        "x_y~z^`|",
        "_x000D_",
        "\u00bd \u2154 \u20ac \u2030",
    )
)
LONG = (
    "The Government of Ruritania continues to implement the Compact in cooperation with its partners. " * 300
)


def _fill(number, text):
    """What Word makes of a text typed into the box of a question: a paragraph to a line."""
    return lambda draft: draft.fill(number, *[p(t(line)) for line in text.split("\n")])


def _nothing(draft):
    pass


def _pasted(draft):
    draft.fill(
        3,
        p("Achievements", properties='<w:pStyle w:val="Heading2"/>'),
        p("Pasted from a ministry's paper.", properties='<w:pStyle w:val="Normal"/><w:jc w:val="both"/>'),
        p(properties='<w:pStyle w:val="Normal"/>'),
        p("1. Lessons", properties='<w:pStyle w:val="Heading1"/>'),
        p("Last line.", properties='<w:pStyle w:val="Normal"/>'),
    )


def _split(draft):
    letters = "".join(t(letter, "<w:b/>" if letter == "s" else "") for letter in "Progress is steady.")
    draft.fill(3, p(letters.replace("<w:r><w:t", '<w:proofErr w:type="spellStart"/><w:r><w:t')))


def _without_box(draft):
    for box in draft.box(3):
        box.getparent().remove(box)
    draft.after(draft.form_line(3, "Answer hint"), p("Written where the box was.", properties=""))


def _behind_the_box(draft):
    draft.after(draft.box(3)[-1], p("Written below the box.", properties='<w:pStyle w:val="Normal"/>'))


def _in_the_wording(draft):
    wording = draft.form_line(3, "Question wording")
    text = wording.find(qn("w:r")).find(qn("w:t"))
    text.text = text.text.replace("promising", "(we have none) promising")


def _into_the_wording_alike(draft):
    """Words that begin as those do before which they are put."""
    text = draft.form_line(3, "Question wording").find(qn("w:r")).find(qn("w:t"))
    text.text = text.text.replace("promising", "practical promises, promising")


def _wording_corrected(draft):
    draft.put(
        draft.form_line(3, "Question wording"),
        "Please list several examples of achievements, promising practices or lessons learned.",
    )


def _unsplit(draft):
    """All of it in one paragraph, as Shift and Enter make it."""
    draft.fill(
        3,
        p(
            "<w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:cr/><w:t>three</w:t><w:br/><w:br/><w:t>four</w:t></w:r>"
        ),
    )


CASES = (
    Case("nothing was written", _nothing),
    Case("the form for everyone, as it is", _nothing, otherwise={"state_code": "", "state_name": ""}),
    Case("every script of the region is written", _fill(3, SCRIPTS), expect({3: SCRIPTS})),
    Case("all that looks like code is written", _fill(3, AWKWARD), expect({3: AWKWARD})),
    Case("one very long paragraph is written", _fill(3, LONG), expect({3: LONG})),
    Case("lines are broken without a new paragraph", _unsplit, expect({3: "one\ntwo\nthree\n\nfour"})),
    Case(
        "headings and foreign styles come with a paste",
        _pasted,
        expect({3: "Achievements\nPasted from a ministry's paper.\n\n1. Lessons\nLast line."}),
    ),
    Case("every letter is a run of its own", _split, expect({3: "Progress is steady."})),
    Case(
        "the hint is written over",
        lambda draft: draft.put(draft.form_line(3, "Answer hint"), "We wrote here instead."),
        expect({3: "We wrote here instead."}),
    ),
    Case(
        "somebody went on writing behind the hint",
        lambda draft: draft.say(draft.form_line(3, "Answer hint"), " Our answer."),
        expect({3: "Our answer."}),
    ),
    Case(
        "somebody wrote before the hint",
        lambda draft: draft.say(draft.form_line(3, "Answer hint"), "Our answer. ", before=True),
        expect({3: "Our answer."}),
    ),
    Case(
        "somebody wrote behind the heading",
        lambda draft: draft.say(draft.heading(3), " – see our report"),
        expect({3: "– see our report"}),
    ),
    Case(
        "somebody went on writing behind the question",
        lambda draft: draft.say(draft.form_line(3, "Question wording"), " Answer: the national forum."),
        expect({3: "Answer: the national forum."}),
    ),
    Case("somebody wrote into the question", _in_the_wording, expect({3: "(we have none)"})),
    Case(
        "somebody wrote alike words into the question",
        _into_the_wording_alike,
        expect({3: "practical promises,"}),
    ),
    Case(
        "the question was corrected",
        _wording_corrected,
        expect(
            notices=("altered 3",),
            outside=(
                "Please list several examples of achievements, promising practices or lessons learned.",
            ),
        ),
    ),
    Case("the box was deleted", _without_box, expect({3: "Written where the box was."})),
    Case(
        "the box was left empty and the answer stands below",
        _behind_the_box,
        expect({3: "Written below the box."}),
    ),
    Case(
        "the answer is taken out",
        lambda draft: draft.fill(1, p()),
        expect({1: ""}),
    ),
    Case(
        "a paragraph is added to an answer",
        lambda draft: draft.after(draft.box(1)[-1], p("Added.", properties='<w:pStyle w:val="Answer1"/>')),
        expect({1: f"{ANSWERS[1]}\nAdded."}),
    ),
)
