"""The annexes and courtesy translations of the invented States; the files are made here, one page of text each."""

from django.core.files.base import ContentFile

from responses.rules import annexing, filing, translating

ANNEXES = {
    "XRU": [
        (None, "National implementation plan, summary", "en", True, "plan_summary.pdf"),
        (1, "Municipalities that have signed the plan", "en", False, "municipalities.pdf"),
    ],
    "XSY": [(None, "One Country, Many Addresses: diaspora policy 2021-2030", "en", True, "diaspora_policy.pdf")],
    "XKR": [(None, "National report of Krakozhia", "ru", True, "report_of_krakozhia.pdf")],
    "XWA": [
        (None, "التقرير السنوي للجنة الوطنية المعنية بالهجرة", "ar", True, "annual_report.pdf"),
        (4, "Recruitment chains: working paper", "en", False, "recruitment_chains.pdf"),
    ],
}  # fmt: skip
"""Code of a State to its annexes: question (None: the whole response), title, language, publishable, file's name."""


def enclose(delegation):
    """Attach what the State has to attach, and save its translations, before it submits."""
    response, by = delegation.response, delegation.writer
    answers = {
        answer.question.number: answer for answer in response.answers.select_related("question", "response")
    }
    for question, title, language, publishable, name in ANNEXES.get(delegation.content["alpha3"], ()):
        state = delegation.content["names"]["en"]
        lines = (state, name, "Invented for the demonstration: not a real State's document.")
        found = filing.examine(ContentFile(pdf(lines), name), kinds=filing.ANNEXES)
        annexing.add(
            response,
            answers.get(question),
            found,
            title=title,
            language=language,
            is_publishable=publishable,
            by=by,
        )
    for number, texts in delegation.content.get("translations", {}).items():
        for language, text in texts.items():
            translating.save_translation(
                answers[int(number)],
                language=language,
                text=text,
                base=0,
                key=f"story-{number}-{language}",
                by=by,
            )


def pdf(lines):
    """A PDF of one page with these lines (ASCII)."""
    shown = " ".join(f"({line}) Tj 0 -28 Td" for line in lines)
    fonts = "<< /Font << /F1 5 0 R >> >>"
    content = f"BT /F1 14 Tf 60 760 Td {shown} ET"
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources {fonts} >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    made, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return (made + end).encode("ascii")
