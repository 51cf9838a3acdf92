"""The documents made of forms: Office Open XML (ECMA-376) on A4, which every word processor opens.

The same text gives the same bytes on every machine, so that a document's SHA-256 can be published.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from xml.sax.saxutils import escape

from data.forms.form import Form, Part, Row, forms
from data.forms.sides import side_by_side

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SAMPLE = "（示范文本）"
INVENTED = "本示范文本中的姓名、单位、号码均为虚构。"
NOTES = "填写说明"
TO_DATE, DATED = "　　　　年　　月　　日", "2026年6月1日"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_WIDTHS = (1900, 2900, 1900, 2900)  # twentieths of a point; A4 less its margins
_LINES_A_PAGE = 34
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        'ContentType="application/xml"/><Override PartName="/word/document.xml" '
        f'ContentType="{MIME}.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="http://schemas'
        '.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ),
}


@dataclass(frozen=True)
class Document:
    """A file as it is served."""

    file: str
    form: Form
    filled: bool
    content: bytes
    pages: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@cache
def documents() -> dict[str, Document]:
    """All documents by file name: of each form the form itself and the filled sample."""
    made = (document(form, filled) for form in forms().values() for filled in (False, True))
    return {one.file: one for one in made}


def document(form: Form, filled: bool) -> Document:
    """A form to fill in, or its filled sample."""
    lines = sum(1 for part in form.parts for _ in side_by_side(part))
    space = lines + len(form.notes) + len(form.parts) + 8
    file = f"{form.name}{'-sample' if filled else ''}.docx"
    body = "".join(_body(form, filled))
    xml = f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{body}</w:body></w:document>'
    return Document(file, form, filled, _packed(xml), -(-space // _LINES_A_PAGE))


def _packed(xml: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {**_PARTS, "word/document.xml": xml}.items():
            declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}'
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.create_system = 3
            archive.writestr(entry, declared.encode())
    return buffer.getvalue()


def _body(form: Form, filled: bool) -> Iterator[str]:
    yield _paragraph(form.title.zh + (SAMPLE if filled else ""), size=32, bold=True, centred=True)
    if filled:
        yield _paragraph(INVENTED, size=18, centred=True)
    for part in form.parts:
        yield _paragraph(part.title, bold=True)
        yield _table(part, filled)
    yield _paragraph(form.declaration, before=160)
    yield _paragraph(form.signed, before=200)
    yield _paragraph(DATED if filled else TO_DATE, right=True)
    yield _paragraph(NOTES, bold=True, before=160)
    for number, note in enumerate((*form.notes, f"办理依据：{form.basis}。"), 1):
        yield _paragraph(f"{number}. {note}", size=18)
    yield (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" '
        'w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def _table(part: Part, filled: bool) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in sides)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    rows = "".join(_line(line, filled) for line in side_by_side(part))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/><w:tblBorders>{borders}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}'
        "</w:tbl>"
    )


def _line(line: tuple[Row, ...], filled: bool) -> str:
    cells = []
    for row in line:
        wide = len(line) == 1
        cells.append(_cell(row.label, _WIDTHS[0]))
        cells.append(_cell(row.value(filled), sum(_WIDTHS[1:]) if wide else _WIDTHS[1], 3 * wide))
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="440"/></w:trPr>{"".join(cells)}</w:tr>'


def _cell(text: str, width: int, span: int = 0) -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}<w:vAlign w:val="center"/>'
        f"</w:tcPr>{_paragraph(text)}</w:tc>"
    )


def _paragraph(
    text: str,
    *,
    size: int = 21,
    bold: bool = False,
    centred: bool = False,
    right: bool = False,
    before: int = 0,
) -> str:
    """A paragraph; `size` in half points, `before` in twentieths of a point."""
    aligned = "center" if centred else "right" if right else ""
    properties = f'<w:spacing w:before="{before}" w:after="40"/>'
    properties += f'<w:jc w:val="{aligned}"/>' if aligned else ""
    font = '<w:rFonts w:ascii="SimSun" w:hAnsi="SimSun" w:eastAsia="SimSun"/>'
    run = f'{font}{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/><w:lang w:eastAsia="zh-CN"/>'
    return (
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr>"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )
