"""Page, fonts and fields of the Word document, as GB/T 9704 and custom have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.table import _Row

_LONG, _SHORT, _MARGIN = 29.7, 21.0, 2.0
"""A4 in cm."""

_LATIN, _BODY, _HEADING = "Times New Roman", "仿宋", "黑体"
_SIZES = {"Normal": 10.5, "Title": 22.0, "Heading 1": 16.0, "Task": 10.5}
"""Points: 五号 in tables, 二号 for the title, 三号 for headings."""


def set_page(document: Document) -> None:
    """Turn the page to A4 landscape."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(_LONG), Cm(_SHORT)
    section.left_margin = section.right_margin = Cm(_MARGIN)
    section.top_margin = section.bottom_margin = Cm(_MARGIN)


def set_fonts(document: Document) -> None:
    """Set every style in 仿宋 or 黑体, for Chinese and for Latin text."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    task = document.styles.add_style("Task", WD_STYLE_TYPE.PARAGRAPH)
    task.base_style = document.styles["Normal"]
    task.paragraph_format.space_before = Pt(4)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_font(document.styles["Normal"], _BODY)
    for name in ("Title", "Heading 1", "Task"):
        _set_font(document.styles[name], _HEADING)


def _set_font(style: ParagraphStyle, font: str) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name = _LATIN
    style.font.size = Pt(_SIZES[str(style.name)])
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.bold = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    style.paragraph_format.space_after = Pt(2)


def repeat_header(row: _Row) -> None:
    """Repeat a row at the head of every page that its table runs over."""
    row._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def add_page_numbers(document: Document) -> None:
    """Put the number of the page into the footer, as a field."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = _element("w:fldSimple", instr="PAGE")
    paragraph._p.append(field)


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
