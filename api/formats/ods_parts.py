"""The parts of an ODS file that are the same for every table: styles, settings, the manifest."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NS = "urn:oasis:names:tc:opendocument:xmlns"
_VERSION = 'office:version="1.3"'
# Of a character, as spreadsheets count a column's width.
_MILLIMETRES = 2.1

MANIFEST_PATH = "META-INF/manifest.xml"
MANIFEST = (
    f'{_DECLARATION}<manifest:manifest xmlns:manifest="{_NS}:manifest:1.0" manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:version="1.3"'
    ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "settings.xml")
    )
    + "</manifest:manifest>"
)

_DATE = (
    '<number:year number:style="long"/><number:text>-</number:text>'
    '<number:month number:style="long"/><number:text>-</number:text>'
    '<number:day number:style="long"/>'
)
_TIME = (
    '<number:text> </number:text><number:hours number:style="long"/>'
    '<number:text>:</number:text><number:minutes number:style="long"/>'
    '<number:text>:</number:text><number:seconds number:style="long"/>'
)
# Two decimals or as many as there are: 99.996% is not to be shown as all.
_PER_CENT = (
    '<number:number number:min-integer-digits="1" number:decimal-places="6"'
    ' number:min-decimal-places="2"/><number:text>%</number:text>'
)


def _cell_style(name: str, data_style: str = "", inside: str = "") -> str:
    data = f' style:data-style-name="{data_style}"' if data_style else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{data}>{inside}</style:style>'
    )


def styles() -> str:
    """The looks of cells: a bold header, dates and instants as ISO 8601 has them."""
    return (
        f'{_DECLARATION}<office:document-styles xmlns:office="{_NS}:office:1.0"'
        f' xmlns:style="{_NS}:style:1.0" xmlns:number="{_NS}:datastyle:1.0"'
        f' xmlns:fo="{_NS}:xsl-fo-compatible:1.0" {_VERSION}><office:styles>'
        f'<number:date-style style:name="iso-date">{_DATE}</number:date-style>'
        f'<number:date-style style:name="iso-instant">{_DATE}{_TIME}</number:date-style>'
        '<number:boolean-style style:name="truth"><number:boolean/></number:boolean-style>'
        f'<number:percentage-style style:name="per-cent">{_PER_CENT}</number:percentage-style>'
        + _cell_style(
            "head",
            inside='<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/>',
        )
        + _cell_style("date", "iso-date")
        + _cell_style("instant", "iso-instant")
        + _cell_style("boolean", "truth")
        + _cell_style("share", "per-cent")
        + "</office:styles></office:document-styles>"
    )


def settings(sheet: str) -> str:
    """The view: the first row of `sheet` stays while the others move."""
    frozen = (
        ("HorizontalSplitMode", "short", 0),
        ("VerticalSplitMode", "short", 2),
        ("HorizontalSplitPosition", "int", 0),
        ("VerticalSplitPosition", "int", 1),
        ("ActiveSplitRange", "short", 2),
        ("PositionLeft", "int", 0),
        ("PositionRight", "int", 0),
        ("PositionTop", "int", 0),
        ("PositionBottom", "int", 1),
    )
    items = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, kind, value in frozen
    )
    return (
        f'{_DECLARATION}<office:document-settings xmlns:office="{_NS}:office:1.0"'
        f' xmlns:config="{_NS}:config:1.0" xmlns:ooo="http://openoffice.org/2004/office"'
        f" {_VERSION}><office:settings>"
        '<config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item config:name="ViewId" config:type="string">view1</config:config-item>'
        '<config:config-item-map-named config:name="Tables">'
        f'<config:config-item-map-entry config:name="{escape(sheet)}">{items}'
        "</config:config-item-map-entry></config:config-item-map-named>"
        "</config:config-item-map-entry></config:config-item-map-indexed>"
        "</config:config-item-set></office:settings></office:document-settings>"
    )


def content_head(widths: Iterable[int]) -> str:
    """The beginning of content.xml, with a style `w<width>` for each width of a column."""
    columns = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * _MILLIMETRES:.1f}mm"/>'
        "</style:style>"
        for width in sorted(widths)
    )
    return (
        f'{_DECLARATION}<office:document-content xmlns:office="{_NS}:office:1.0"'
        f' xmlns:style="{_NS}:style:1.0" xmlns:table="{_NS}:table:1.0"'
        f' xmlns:text="{_NS}:text:1.0" {_VERSION}>'
        f"<office:automatic-styles>{columns}</office:automatic-styles>"
        "<office:body><office:spreadsheet>"
    )
