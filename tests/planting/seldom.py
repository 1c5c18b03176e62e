"""Office files with a marking where few people know that words may stand."""

from __future__ import annotations

from urllib.parse import quote

from tests.planting.opened import odf
from tests.planting.planted import Planted
from tests.planting.zipped import docx, paragraph, pptx, run, shape, xlsx

_SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_ROWS = "".join(f'<row r="{number}"><c r="A{number}"><v>{number}</v></c></row>' for number in range(1, 60))


def _link(address: str) -> str:
    link = f'<Relationship Id="r1" Type="a/hyperlink" Target="{address}" TargetMode="External"/>'
    return f"<Relationships>{link}</Relationships>"


def _ruby(base: str, spoken: str) -> str:
    inside = f"<w:rt>{run(spoken)}</w:rt><w:rubyBase>{run(base)}</w:rubyBase>"
    return f"<w:r><w:ruby>{inside}</w:ruby></w:r>"


def _choice(mark: str) -> str:
    newer, older = "<mc:Choice><w:t>新</w:t></mc:Choice>", f"<mc:Fallback><w:t>{mark}</w:t></mc:Fallback>"
    return f"<w:p><w:r><mc:AlternateContent>{newer}{older}</mc:AlternateContent></w:r></w:p>"


def _cell(written: str) -> bytes:
    sheet = f'<worksheet {_SHEET}><sheetData>{_ROWS}<row r="60">{written}</row></sheetData></worksheet>'
    return xlsx(parts={"xl/worksheets/sheet2.xml": sheet})


def _styles(written: str) -> bytes:
    return xlsx(parts={"xl/styles.xml": f"<styleSheet {_SHEET}>{written}</styleSheet>"})


def _late(mark: str) -> str:
    text = f'<d:txBody xmlns:d="{_DRAWING}"><d:p><d:r><d:t>{mark}</d:t></d:r></d:p></d:txBody>'
    return f"{shape('长文' * 2500)}<p:sp>{text}</p:sp>"


SELDOM: tuple[Planted, ...] = tuple(
    Planted(kind, place, make)
    for kind, places in {
        "docx": {
            "signs with their sounds": lambda mark: docx(f"<w:p>{''.join(_ruby(sign, 'a') for sign in mark)}</w:p>"),
            "sound of a sign": lambda mark: docx(f"<w:p>{_ruby('字', mark)}</w:p>"),
            "what older programs show": lambda mark: docx(_choice(mark)),
            "remark of XML": lambda mark: docx(f"{paragraph(run('通知'))}<!-- {mark} -->"),
            "name of a part": lambda mark: docx(parts={f"word/{mark}.xml": "<a/>"}),
            "address of a link": lambda mark: docx(parts={"word/_rels/a.xml.rels": _link(f"file:///c:/{mark}.docx")}),
            "address of a link, by numbers": lambda mark: docx(
                parts={"word/_rels/a.xml.rels": _link(f"http://a/?q={quote(mark)}&amp;b=1")}
            ),
            "instruction of XML": lambda mark: docx(f"{paragraph(run('通知'))}<?x {mark}?>"),
        },
        "xlsx": {
            "cell of an error": lambda mark: _cell(f'<c r="A60" t="e"><v>{mark}</v></c>'),
            "cell without a type": lambda mark: _cell(f'<c r="A60"><v>{mark}</v></c>'),
            "cell of another type's words": lambda mark: _cell(f'<c r="A60" t="d"><is><t>{mark}</t></is></c>'),
            "words put together": lambda mark: _cell(f'<c r="A60"><f>"{mark[:1]}"&amp;"{mark[1:]}"</f></c>'),
            "name of a cell's style": lambda mark: _styles(f'<cellStyles><cellStyle name="{mark}"/></cellStyles>'),
            "signs of a number's format": lambda mark: _styles(
                f'<numFmts><numFmt formatCode="{"".join(chr(92) + sign for sign in mark)}"/></numFmts>'
            ),
        },
        "pptx": {
            "prefix that is declared late": lambda mark: pptx(_late(mark)),
            "remark of XML": lambda mark: pptx(f"<!-- {mark} -->"),
        },
        "odt": {
            "sound of a sign": lambda mark: odf(
                "odt", f"<text:p><text:ruby>字<text:ruby-text>{mark}</text:ruby-text></text:ruby></text:p>"
            ),
        },
    }.items()
    for place, make in places.items()
)
