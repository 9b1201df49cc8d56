"""Notes, links, fields, controls, symbols, pictures: what is more than letters."""

from tests.documents.word.drafts import p, t

from .case import Case, expect


def _note(kind, number, text, kind_of=""):
    return f'<w:{kind} w:id="{number}"{kind_of}><w:p><w:r><w:{kind}Ref/></w:r>{t(text)}</w:p></w:{kind}>'


def _notes(draft, kind, *texts):
    separators = _note(kind, -1, "", ' w:type="separator"') + _note(
        kind, 0, "", ' w:type="continuationSeparator"'
    )
    own = "".join(_note(kind, number, text) for number, text in enumerate(texts, start=1))
    draft.part(f"{kind}s", f"<w:{kind}s>{separators}{own}</w:{kind}s>")


def _mark(kind, number):
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'


def _footnotes(draft):
    _notes(draft, "footnote", " Law 12 of 2023.", " Ministry of Labour, 2024.", " In another answer.")
    draft.fill(
        3, p(t("A law"), _mark("footnote", 1), t(" and a report"), _mark("footnote", 2), t(".")), p("End.")
    )
    draft.fill(5, p(t("More"), _mark("footnote", 3)))


def _both_notes(draft):
    _notes(draft, "footnote", " A footnote.")
    _notes(draft, "endnote", " An endnote.", " Another.")
    draft.fill(3, p(t("Text"), _mark("endnote", 1), t(" goes on"), _mark("footnote", 1), _mark("endnote", 2)))


def _links(draft):
    first, second, third = (
        draft.link(address)
        for address in ("https://example.org/report", "https://example.org/plan/", "mailto:focal@example.org")
    )
    draft.fill(
        3,
        p(t("See "), f'<w:hyperlink r:id="{first}">{t("our report")}</w:hyperlink>', t(".")),
        p(f'<w:hyperlink r:id="{second}">{t("https://example.org/plan")}</w:hyperlink>'),
        p(t("Write to "), f'<w:hyperlink r:id="{third}">{t("us")}</w:hyperlink>', t(" or "),
          f'<w:hyperlink w:anchor="question_1">{t("see above")}</w:hyperlink>'),
    )  # fmt: skip


def _char(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _field(instruction, shown):
    said = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
    return _char("begin") + said + _char("separate") + shown + _char("end")


def _fields(draft):
    draft.fill(
        3,
        p(
            _field(' HYPERLINK "https://example.org/law" ', t("the law")),
            t(" of "),
            _field(" QUOTE ", t("2 March 2026")),
        ),
        p(
            t("Total: "),
            _field(" = SUM(ABOVE) ", t("1,234")),
            t("; page "),
            f'<w:fldSimple w:instr=" PAGE ">{t("7")}</w:fldSimple>',
        ),
        p(_field(" IF 1 = 1 ", t("outer ") + _field(" QUOTE ", t("inner"))), t(" end.")),
    )


def _forms(draft):
    def box(kind, data):
        begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        return f"{begin}<w:r><w:instrText> FORM{kind} </w:instrText></w:r>{_char('separate')}{_char('end')}"

    text = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:textInput/></w:ffData></w:fldChar></w:r>'
    said = "<w:r><w:instrText> FORMTEXT </w:instrText></w:r>"
    choices = '<w:listEntry w:val="Low"/><w:listEntry w:val="High"/>'
    draft.fill(
        3,
        p(box("CHECKBOX", '<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'), t(" yes "),
          box("CHECKBOX", '<w:checkBox><w:default w:val="0"/></w:checkBox>'), t(" no")),
        p(text, said, _char("separate"), t("Typed into a field."), _char("end")),
        p(box("DROPDOWN", f'<w:ddList><w:result w:val="1"/>{choices}</w:ddList>')),
    )  # fmt: skip


def _control(content, properties=""):
    return f"<w:sdt><w:sdtPr><w:id w:val='12'/>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _controls(draft):
    ticked = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    draft.fill(
        3,
        p(t("Inline: "), _control(t("chosen")), t(". "), _control(t("☒"), ticked), t(" agreed")),
        p("Last."),
    )
    draft.box(3)[1].addprevious(_block(draft, _control(p("A block.") + _control(p("One inside."), ""))))


def _block(draft, xml):
    draft.after(draft.box(3)[0], xml)
    return draft.box(3)[0].getnext()


def _placeholder(draft):
    shown = _control(t("Click or tap here to enter text."), "<w:showingPlcHdr/>")
    draft.fill(3, p(shown), p("Written below."))


def _symbols(draft):
    def symbol(font, char):
        return f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'

    draft.fill(
        3,
        p(
            symbol("Wingdings", "F0FE"),
            t(" done "),
            symbol("Symbol", "F0B3"),
            t(" "),
            symbol("Symbol", "F062"),
            t(" "),
            symbol("Wingdings", "F0E0"),
        ),
        p(t("a\uf0ab", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>')),
        p(
            t("non"),
            "<w:r><w:noBreakHyphen/></w:r>",
            t("stop, co"),
            "<w:r><w:softHyphen/></w:r>",
            t("operation"),
        ),
    )


def _raised(draft):
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    draft.fill(
        3,
        p(
            t("10"),
            t("6", up),
            t(" m"),
            t("2", up),
            t(", CO"),
            t("2", down),
            t(", the 1"),
            t("st", up),
            t(" time"),
        ),
    )


def _ruby(draft):
    above, word = t("かんじ"), t("漢字")
    looks = '<w:rubyPr><w:rubyAlign w:val="center"/></w:rubyPr>'
    ruby = f"<w:ruby>{looks}<w:rt>{above}</w:rt><w:rubyBase>{word}</w:rubyBase></w:ruby>"
    draft.fill(3, p(t("The word "), f"<w:r>{ruby}</w:r>", t(".")))


def _wrapped(draft):
    draft.fill(
        3,
        p(f'<w:smartTag w:uri="urn:x" w:element="place">{t("Ruritania")}</w:smartTag>', t(" and "),
          f'<w:bdo w:val="rtl">{t("שלום")}</w:bdo>', f'<w:dir w:val="ltr">{t(" peace")}</w:dir>',
          f'<w:customXml w:uri="urn:x" w:element="y">{t(" kept")}</w:customXml>'),
    )  # fmt: skip


def _hidden(draft):
    draft.fill(3, p(t("Seen."), t(" Unseen.", "<w:vanish/>"), t(" Shown.", '<w:vanish w:val="0"/>')))


def _picture(draft, more=""):
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="500000" cy="500000"/><wp:docPr id="41" name="Picture '
        '1" descr="A chart of arrivals"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="41" name="x.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        f'<a:blip r:embed="{draft.image()}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="500000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _image(draft):
    draft.fill(3, p(t("As shown: "), _picture(draft), t(" below.")))


def _objects(draft):
    chart = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr id="42" name="Chart 2"/>'
        "<a:graphic><a:graphicData "
        'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart r:id="rId999"/>'
        "</a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r>"
    )
    sheet = (
        '<w:r><w:object><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="rId998"/></w:object></w:r>'
    )
    words = '<w:r><w:pict><v:shape id="s10"><v:textpath string="Written in an arc"/></v:shape></w:pict></w:r>'
    draft.fill(3, p(t("One "), chart, t("two "), sheet, t("three "), words))


def _formula(draft):
    half = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
    draft.fill(3, p(t("Rate: "), f"<m:oMath>{half}<m:r><m:t>=5</m:t></m:r></m:oMath>", t(" per year.")))


def _pages(draft):
    draft.fill(
        3,
        p('<w:r><w:br w:type="page"/></w:r>', t("On a new page.")),
        p(
            t("Left"),
            '<w:r><w:br w:type="column"/></w:r>',
            t("right."),
            "<w:r><w:lastRenderedPageBreak/></w:r>",
        ),
        p(t("End."), properties="<w:sectPr><w:pgSz w:w='11906' w:h='16838'/></w:sectPr>"),
        p("After a new section."),
    )


def _imported(draft):
    draft.fill(3, p("Before."), '<w:altChunk r:id="rId997"/>', p("After."))


CASES = (
    Case(
        "footnotes",
        _footnotes,
        expect(
            {
                3: "A law[1] and a report[2].\nEnd.\n\n[1] Law 12 of 2023.\n[2] Ministry of Labour, 2024.",
                5: "More[3]\n\n[3] In another answer.",
            },
            notices=("footnotes 3", "footnotes 5"),
        ),
    ),
    Case(
        "footnotes and endnotes",
        _both_notes,
        expect(
            {3: "Text[i] goes on[1][ii]\n\n[i] An endnote.\n[1] A footnote.\n[ii] Another."},
            notices=("footnotes 3",),
        ),
    ),
    Case(
        "links",
        _links,
        expect(
            {
                3: "See our report (https://example.org/report).\nhttps://example.org/plan\n"
                "Write to us (focal@example.org) or see above"
            }
        ),
    ),
    Case(
        "fields, and fields in fields",
        _fields,
        expect(
            {3: "the law (https://example.org/law) of 2 March 2026\nTotal: 1,234; page 7\nouter inner end."},
        ),
        # LibreOffice computes the page, and a field in a field.
        libreoffice={
            "answers": {
                3: "the law (https://example.org/law) of 2 March 2026\nTotal: 1,234; page 2\ninner end."
            }
        },
    ),
    Case("fields of a form", _forms, expect({3: "☒ yes ☐ no\nTyped into a field.\nHigh"})),
    Case(
        "content controls", _controls, expect({3: "Inline: chosen. ☒ agreed\nA block.\nOne inside.\nLast."})
    ),
    Case("the hint of a content control", _placeholder, expect({3: "\nWritten below."})),
    Case(
        "symbols of old fonts, and special hyphens",
        _symbols,
        expect({3: "☑ done ≥ β →\nα↔\nnon\u2011stop, co\u00adoperation"}),
    ),
    Case("raised and lowered digits", _raised, expect({3: "10⁶ m², CO₂, the 1st time"})),
    Case("a reading above a word", _ruby, expect({3: "The word 漢字(かんじ)."})),
    Case("words wrapped in other things", _wrapped, expect({3: "Ruritania and שלום peace kept"})),
    Case("hidden text", _hidden, expect({3: "Seen. Shown."}, notices=("hidden 3",))),
    Case("an image", _image, expect({3: "As shown:  below."}, notices=("image 3",))),
    Case(
        "a chart, a spreadsheet and words in an arc",
        _objects,
        expect({3: "One two three Written in an arc"}, notices=("drawing 3", "embedded 3")),
        # LibreOffice makes a picture of the spreadsheet, and a text box of the words.
        libreoffice={
            "answers": {3: "One two three \nWritten in an arc"},
            "notices": frozenset({("image", 3), ("text_box", 3)}),
        },
    ),
    Case("a formula", _formula, expect({3: "Rate: ab=5 per year."}, notices=("equation 3",))),
    Case(
        "new pages, columns and sections",
        _pages,
        expect({3: "On a new page.\nLeft\nright.\nEnd.\nAfter a new section."}),
    ),
    Case(
        "another file inserted as a whole",
        _imported,
        expect({3: "Before.\nAfter."}, notices=("embedded 3",)),
        # LibreOffice leaves it out.
        libreoffice={"notices": frozenset()},
    ),
)
