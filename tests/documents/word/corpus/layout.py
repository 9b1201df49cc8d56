"""Lists, tables and text boxes."""

from tests.documents.word.drafts import element, p, t

from .case import Case, expect


def _level(level, kind, text, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/>'
        f'<w:pPr><w:ind w:left="{720 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def _list(number, *levels, override=""):
    described = f'<w:multiLevelType w:val="multilevel"/>{"".join(levels)}'
    return (
        f'<w:abstractNum w:abstractNumId="{number}">{described}</w:abstractNum>',
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/>{override}</w:num>',
    )


def _item(number, text, level=0):
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(text, properties=properties)


def _bullets(draft):
    font = '<w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}"/></w:rPr>'
    levels = [
        _level(0, "bullet", "\uf0b7").replace("</w:lvl>", f"{font.format('Symbol')}</w:lvl>"),
        _level(1, "bullet", "o").replace("</w:lvl>", f"{font.format('Courier New')}</w:lvl>"),
        _level(2, "bullet", "\uf0a7").replace("</w:lvl>", f"{font.format('Wingdings')}</w:lvl>"),
        _level(3, "bullet", "–"),
    ]
    draft.lists(*_list(71, *levels))
    draft.fill(
        3,
        p("Three things:"),
        _item(71, "one"),
        _item(71, "two", 1),
        _item(71, "three", 2),
        _item(71, "four", 3),
    )


def _numbers(draft):
    draft.lists(
        *_list(
            72, _level(0, "decimal", "%1."), _level(1, "lowerLetter", "%2)"), _level(2, "lowerRoman", "(%3)")
        )
    )
    draft.fill(
        3,
        _item(72, "first"),
        _item(72, "under it", 1),
        _item(72, "again", 1),
        _item(72, "deeper", 2),
        _item(72, "second"),
        _item(72, "anew", 1),
        p("Between."),
        _item(72, "third"),
    )


def _legal(draft):
    draft.lists(
        *_list(
            73,
            _level(0, "upperRoman", "%1."),
            _level(1, "decimal", "%1.%2", more="<w:isLgl/>"),
            _level(2, "decimal", "%1.%2.%3", more="<w:isLgl/>"),
        )
    )
    draft.fill(
        3,
        _item(73, "Plans"),
        _item(73, "National", 1),
        _item(73, "Local", 1),
        _item(73, "Towns", 2),
        _item(73, "Laws"),
        _item(73, "Acts", 1),
    )


def _started_elsewhere(draft):
    draft.lists(
        *_list(74, _level(0, "upperLetter", "%1.", start=3)),
        '<w:num w:numId="75"><w:abstractNumId w:val="74"/><w:lvlOverride w:ilvl="0"><w:startOverride '
        'w:val="1"/></w:lvlOverride></w:num>',
        *_list(76, _level(0, "russianLower", "%1)")),
        *_list(77, _level(0, "decimalZero", "%1")),
    )
    draft.fill(
        3,
        _item(74, "c"),
        _item(74, "d"),
        _item(75, "anew"),
        _item(75, "and on"),
        _item(76, "первое"),
        _item(76, "второе"),
        _item(77, "nought"),
    )


def _by_style(draft):
    draft.fill(
        3,
        p("of a style", properties='<w:pStyle w:val="ListBullet"/>'),
        p("of another", properties='<w:pStyle w:val="ListNumber"/>'),
        p("once more", properties='<w:pStyle w:val="ListNumber"/>'),
        p("switched off", properties='<w:pStyle w:val="ListNumber"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
    )


def _linked(draft):
    described = _level(0, "decimal", "%1)").replace("<w:lvl ", '<w:styleLink w:val="Steps"/><w:lvl ', 1)
    draft.lists(
        *_list(79, described),
        '<w:abstractNum w:abstractNumId="80"><w:numStyleLink w:val="Steps"/></w:abstractNum>',
        '<w:num w:numId="80"><w:abstractNumId w:val="80"/></w:num>',
    )
    style = (
        '<w:style w:type="numbering" w:customStyle="1" w:styleId="Steps"><w:name w:val="Steps"/></w:style>'
    )
    listed = style.replace("</w:style>", '<w:pPr><w:numPr><w:numId w:val="79"/></w:numPr></w:pPr></w:style>')
    draft.document.styles.element.append(element(listed))
    draft.fill(3, _item(80, "first"), _item(80, "second"))


def _initial(draft):
    frame = '<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>'
    draft.fill(3, p("T", properties=frame), p("he Government continues."), p("Next."))


def _cell(*content, properties=""):
    return f"<w:tc><w:tcPr><w:tcW w:w='2000' w:type='dxa'/>{properties}</w:tcPr>{''.join(content)}</w:tc>"


def _table(*rows, columns=2):
    grid = '<w:gridCol w:w="2000"/>' * columns
    lines = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    looks = f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{looks}<w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


def _plain_table(draft):
    rows = [
        [_cell(p(cell)) for cell in row.split("|")]
        for row in ("Year|Persons|Share", "2022|1,200|4%", "2023||5%")
    ]
    draft.fill(3, p("The figures:"), _table(*rows, columns=3), p("Source: statistics."))


def _nested_table(draft):
    inner = _table([_cell(p("a")), _cell(p("b"))], [_cell(p("c")), _cell(p("d"))])
    draft.fill(
        3, _table([_cell(p("Outer")), _cell(inner, p("below"))], [_cell(p("x")), _cell(p("y"))]), p("End.")
    )


def _merged(draft):
    wide = _cell(p("Both columns"), properties='<w:gridSpan w:val="2"/>')
    first = _cell(p("Two rows"), properties='<w:vMerge w:val="restart"/>')
    going_on = _cell(p(), properties="<w:vMerge/>")
    draft.fill(3, _table([wide], [first, _cell(p("one"))], [going_on, _cell(p("two"))]), p("End."))


def _one_cell(draft):
    draft.fill(3, _table([_cell(p("A first paragraph."), p(), p("A second one."))], columns=1), p())


def _long_cells(draft):
    draft.lists(*_list(78, _level(0, "decimal", "%1.")))
    items = _item(78, "plan") + _item(78, "law")
    draft.fill(
        3,
        _table(
            [_cell(p("Measures")), _cell(items)], [_cell(p("Partners")), _cell(p("Syldavia"), p("Borduria"))]
        ),
        p("End."),
    )


def _whole_form_in_a_table(draft):
    """Somebody put the questions left and the answers right."""
    rows = []
    for number in range(1, 6):
        section = draft.section(number)
        box = draft.box(number)
        left, right = element(_cell()), element(_cell())
        for paragraph in section:
            (right if paragraph in box else left).append(paragraph)
        row = element("<w:tr></w:tr>")
        row.extend([left, right])
        rows.append(row)
    table = element(_table())
    table.extend(rows)
    draft.body[-1].addprevious(table)
    draft.put(draft.box(3)[0], "Right of the question.")


def _box(*paragraphs):
    return f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"


_NEW_BOX = (
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="2000000" cy="600000"/>'
    '<wp:docPr id="31" name="Text Box 1"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr '
    'txBox="1"/><wps:spPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="600000"/></a:xfrm><a:prstGeom prst="rect">'
    "<a:avLst/></a:prstGeom></wps:spPr>"
    "<wps:txbx>{0}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
    '<mc:Fallback><w:pict><v:shape id="s31" style="width:200pt;height:60pt">'
    "<v:textbox>{0}</v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent>"
)
_OLD_BOX = (
    '<w:pict><v:shape id="s32" style="width:200pt;height:60pt"><v:textbox>{0}</v:textbox></v:shape></w:pict>'
)


def _boxed(kind):
    inside = kind.format(_box(p("In the box."), p("Also in it.")))
    return lambda draft: draft.fill(3, p(t("Before. "), f"<w:r>{inside}</w:r>", t("After.")), p("End."))


def _table_across(draft):
    """A table that stands in front of the box, in the place of the hint."""
    hint = draft.form_line(3, "Answer hint")
    hint.addprevious(element(_table([_cell(p("Goal")), _cell(p("Result"))])))
    hint.getparent().remove(hint)


CASES = (
    Case(
        "bullets on four levels",
        _bullets,
        expect({3: "Three things:\n• one\n  ◦ two\n    ▪ three\n      – four"}),
        # LibreOffice takes the dash for that of the font Symbol.
        libreoffice={"answers": {3: "Three things:\n• one\n  ◦ two\n    ▪ three\n      − four"}},
    ),
    Case(
        "numbers on three levels",
        _numbers,
        expect(
            {
                3: "1. first\n  a) under it\n  b) again\n    (i) deeper\n2. second\n  a) anew\nBetween.\n3. third"
            }
        ),
    ),
    Case(
        "numbers as in laws",
        _legal,
        expect({3: "I. Plans\n  1.1 National\n  1.2 Local\n    1.2.1 Towns\nII. Laws\n  2.1 Acts"}),
        # LibreOffice knows no such numbers.
        libreoffice={
            "answers": {3: "I. Plans\n  I.1 National\n  I.2 Local\n    I.2.1 Towns\nII. Laws\n  II.1 Acts"}
        },
    ),
    Case(
        "lists that start elsewhere",
        _started_elsewhere,
        expect({3: "C. c\nD. d\nA. anew\nB. and on\nа) первое\nб) второе\n01 nought"}),
    ),
    Case("a list that looks like another", _linked, expect({3: "1) first\n2) second"})),
    Case("a large initial", _initial, expect({3: "The Government continues.\nNext."})),
    Case(
        "lists by a style", _by_style, expect({3: "• of a style\n1. of another\n2. once more\nswitched off"})
    ),
    Case(
        "a table",
        _plain_table,
        expect(
            {3: "The figures:\nYear\tPersons\tShare\n2022\t1,200\t4%\n2023\t\t5%\nSource: statistics."},
            notices=("table 3",),
        ),
    ),
    Case(
        "a table in a table",
        _nested_table,
        expect({3: "Outer\ta\tb\nc\td\nbelow\nx\ty\nEnd."}, notices=("table 3",)),
    ),
    Case(
        "a table with merged cells",
        _merged,
        expect({3: "Both columns\nTwo rows\tone\n\ttwo\nEnd."}, notices=("table 3",)),
    ),
    Case(
        "the answer in a table of one cell",
        _one_cell,
        expect({3: "A first paragraph.\n\nA second one."}, notices=("table 3",)),
    ),
    Case(
        "a table with lists and paragraphs in its cells",
        _long_cells,
        expect({3: "Measures\t1. plan\n2. law\nPartners\tSyldavia\nBorduria\nEnd."}, notices=("table 3",)),
    ),
    Case("the whole form put into a table", _whole_form_in_a_table, expect({3: "Right of the question."})),
    Case(
        "a table before the box",
        _table_across,
        expect({3: "Goal\tResult"}, notices=("table 3",)),
    ),
    Case(
        "a text box of a newer Word",
        _boxed(_NEW_BOX),
        expect({3: "Before. After.\nIn the box.\nAlso in it.\nEnd."}, notices=("text_box 3",)),
    ),
    Case(
        "a text box of an older Word",
        _boxed(_OLD_BOX),
        expect({3: "Before. After.\nIn the box.\nAlso in it.\nEnd."}, notices=("text_box 3",)),
    ),
)
