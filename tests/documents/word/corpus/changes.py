"""Tracked changes and comments."""

from docx.oxml.ns import qn

from tests.documents.word.drafts import BY, p, t

from .case import Case, expect


def _ins(*runs):
    return f"<w:ins {BY}>{''.join(runs)}</w:ins>"


def _del(text, inside=""):
    return f'<w:del {BY}>{inside}<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


_MARK_DELETED = f"<w:rPr><w:del {BY}/></w:rPr>"
_MARK_INSERTED = f"<w:rPr><w:ins {BY}/></w:rPr>"


def _edited(draft):
    draft.fill(3, p(t("We have "), _del("three"), _ins(t("four")), t(" programmes"), _ins(t(" now")), t(".")))


def _paragraph_deleted(draft):
    draft.fill(3, p("Stays."), p(_del("Goes altogether."), properties=_MARK_DELETED), p("Stays too."))


def _joined(draft):
    draft.fill(
        3, p("First half, ", properties=_MARK_DELETED), p("second half."), p(_ins(t("New."))), p("Last.")
    )


def _inserted_then_deleted(draft):
    both = (
        f"<w:ins {BY}>{_del('never agreed').replace('901', '902').replace('A colleague', 'Another')}</w:ins>"
    )
    draft.fill(3, p(t("Agreed."), both))


def _inserted_paragraphs(draft):
    draft.fill(
        3,
        p(_ins(t("One.")), properties=_MARK_INSERTED),
        p(_ins(t("Two.")), properties=_MARK_INSERTED),
        p("Three."),
    )


def _moved(draft):
    draft.fill(
        3,
        p("Start."),
        f'<w:p><w:pPr><w:rPr><w:moveFrom {BY}/></w:rPr></w:pPr><w:moveFromRangeStart w:id="7" '
        f'w:name="move1" w:author="x"/>'
        f"<w:moveFrom {BY}><w:r><w:t>A sentence that moves.</w:t></w:r></w:moveFrom><w:moveFromRangeEnd "
        f'w:id="7"/></w:p>',
        p("Middle."),
        f'<w:p><w:moveToRangeStart w:id="8" w:name="move1" w:author="x"/><w:moveTo {BY}><w:r><w:t>A '
        f"sentence that moves.</w:t></w:r>"
        '</w:moveTo><w:moveToRangeEnd w:id="8"/></w:p>',
    )


def _formatting(draft):
    changed = f"<w:b/><w:rPrChange {BY}><w:rPr/></w:rPrChange>"
    draft.fill(
        3,
        p(
            t("Only its looks changed.", changed),
            properties=f'<w:jc w:val="both"/><w:pPrChange {BY}><w:pPr/></w:pPrChange>',
        ),
    )


def _row_deleted(draft):
    cell = "<w:tc><w:tcPr><w:tcW w:w='2000' w:type='dxa'/></w:tcPr>{}</w:tc>"
    row = "<w:tr><w:trPr>{}</w:trPr>" + cell.format(p("{}")) + cell.format(p("{}")) + "</w:tr>"
    rows = row.format("", "Year", "Persons") + row.format(f"<w:del {BY}/>", "2021", "9").replace(
        "<w:r><w:t ", f"<w:del {BY}><w:r><w:delText "
    ).replace("</w:t></w:r>", "</w:delText></w:r></w:del>")
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    last = row.format("", "2022", "12")
    draft.fill(3, f"<w:tbl><w:tblPr/>{grid}{rows}{last}</w:tbl>", p("Below."))


def _question_deleted(draft):
    """A whole question, heading to box, deleted with tracking on."""
    for paragraph in draft.section(2):
        for run in paragraph.findall(qn("w:r")):
            for text in run.iter(qn("w:t")):
                text.tag = qn("w:delText")
            wrapper = paragraph.makeelement(qn("w:del"), {qn("w:id"): "905", qn("w:author"): "A colleague"})
            run.addprevious(wrapper)
            wrapper.append(run)
        properties = paragraph.find(qn("w:pPr"))
        marks = properties.makeelement(qn("w:rPr"), {})
        marks.append(marks.makeelement(qn("w:del"), {qn("w:id"): "906", qn("w:author"): "A colleague"}))
        properties.append(marks)


def _commented(draft):
    draft.fill(3, p(t("Our "), t("three programmes"), t(" run well.")))
    runs = draft.document.element.body.xpath(".//w:r[contains(., 'three programmes')]")
    paragraph = next(found for found in draft.document.paragraphs if found._element is runs[0].getparent())
    run = paragraph.runs[1]
    comment = draft.document.add_comment(
        run, "Are they not four?", author="Ministry of Labour", initials="ML"
    )
    comment.add_paragraph("Please check.")
    heading = next(found for found in draft.document.paragraphs if found._element is draft.heading(4))
    draft.document.add_comment(heading.runs, "For the statisticians.", author="Focal point")
    title = draft.document.paragraphs[0]
    draft.document.add_comment(title.runs, "Due on Friday.", author="Focal point")


CASES = (
    Case(
        "words are inserted and deleted with tracking on",
        _edited,
        expect({3: "We have four programmes now."}, notices=("insertions 3", "deletions 3")),
    ),
    Case(
        "a paragraph is deleted with tracking on",
        _paragraph_deleted,
        expect({3: "Stays.\nStays too."}, notices=("deletions 3",)),
    ),
    Case(
        "two paragraphs are joined with tracking on",
        _joined,
        expect({3: "First half, second half.\nNew.\nLast."}, notices=("insertions 3",)),
    ),
    Case(
        "paragraphs are inserted with tracking on",
        _inserted_paragraphs,
        expect({3: "One.\nTwo.\nThree."}, notices=("insertions 3",)),
    ),
    Case(
        "a colleague deleted what another inserted",
        _inserted_then_deleted,
        expect({3: "Agreed."}, notices=("deletions 3",)),
    ),
    Case(
        "a sentence is moved with tracking on",
        _moved,
        expect({3: "Start.\nMiddle.\nA sentence that moves."}, notices=("moves 3",)),
    ),
    Case("only looks are changed with tracking on", _formatting, expect({3: "Only its looks changed."})),
    Case(
        "a row of a table is deleted with tracking on",
        _row_deleted,
        expect({3: "Year\tPersons\n2022\t12\nBelow."}, notices=("table 3", "deletions 3")),
    ),
    Case(
        "a question is deleted with tracking on",
        _question_deleted,
        expect({2: None}, notices=("missing 2", "deletions 3")),
    ),
    Case(
        "colleagues commented",
        _commented,
        expect(
            {3: "Our three programmes run well."},
            comments=(
                (None, "Focal point", "Due on Friday.", "Session 3"),
                (3, "Ministry of Labour", "Are they not four?\nPlease check.", "three programmes"),
                (4, "Focal point", "For the statisticians.", "4. Gaps and challenges"),
            ),
        ),
    ),
)
