"""The runs of a DOCX paragraph: printed text with superscripts and symbols, and the drawings anchored in it."""

from collections.abc import Iterator

from lxml.etree import _Element as Element

from slideextract.readers.docx_styles import W, is_set, value
from slideextract.readers.drawing import MATH, choices
from slideextract.readers.flow import Flow, Run

M = MATH
UNPRINTED = frozenset(
    W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "delInstrText", "sdtPr", "rt")
)
DRAWINGS = frozenset(W + name for name in ("drawing", "pict", "object"))
LINE_ENDS = frozenset({W + "br", W + "cr"})
SIGNS = {W + "tab": " ", W + "noBreakHyphen": "-", W + "softHyphen": "", W + "ptab": " "}
# Word keeps the font "Symbol" in a private range, U+F000 and on: "\uf0b3 65" is printed "≥ 65".
SYMBOL = {
    0x22: "∀", 0x2D: "−", 0x44: "Δ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x63: "χ", 0x64: "δ", 0x65: "ε", 0x67: "γ",
    0x6B: "κ", 0x6C: "λ", 0x6D: "µ", 0x70: "π", 0x72: "ρ", 0x73: "σ", 0x74: "τ", 0x77: "ω", 0xA3: "≤", 0xA5: "∞",
    0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×",
    0xB7: "•", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xC6: "∅", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD6: "√", 0xE5: "∑",
}  # fmt: skip
PLAIN = range(0x20, 0x40)  # figures and signs that Symbol has in common with other fonts
PRIVATE = {0xF000 + code: SYMBOL.get(code, chr(code) if code in PLAIN else " ") for code in range(0x20, 0x100)}
SIGN_FONTS = ("wingdings", "webdings")  # fonts of pictures: bullets, boxes, arrows


def read_runs(parent: Element, flow: Flow, drawings: list[Element]) -> None:
    """The text of a paragraph, run by run.

    Args:
        parent: the paragraph, or a link, field or insertion in it.
        flow: gets the text.
        drawings: gets the drawings, whose texts stand apart.
    """
    for child in choices(parent):
        if child.tag == W + "r":
            _read_run(child, flow, drawings)
        elif child.tag in (M + "sSup", M + "sSub", M + "sSubSup", M + "f"):
            _read_script(child, flow, drawings)
        elif child.tag == M + "t":
            flow.say(Run(child.text or ""))
        elif child.tag not in UNPRINTED:
            read_runs(child, flow, drawings)


def _read_run(run: Element, flow: Flow, drawings: list[Element]) -> None:
    look = run.find(W + "rPr")
    if look is not None and is_set(look.find(W + "vanish")):
        return
    raised = 0 if look is None else {"superscript": 1, "subscript": -1}.get(value(look.find(W + "vertAlign")), 0)
    bold = look is not None and is_set(look.find(W + "b"))
    for child in choices(run):
        if child.tag in DRAWINGS:
            drawings.append(child)
        elif child.tag in LINE_ENDS:
            flow.end_line()
        elif child.tag == W + "ruby":
            read_runs(child, flow, drawings)
        else:
            flow.say(Run("".join(_text(child)), raised, bold))


def _text(child: Element) -> Iterator[str]:
    if child.tag in (W + "t", M + "t"):
        yield (child.text or "").translate(PRIVATE)
    elif child.tag == W + "sym":
        code = child.get(W + "char", "")
        if not (child.get(W + "font") or "").lower().startswith(SIGN_FONTS):
            yield _sign(code)
    else:
        yield SIGNS.get(str(child.tag), "")


def _sign(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return PRIVATE.get(number | 0xF000, "") if number <= 0xFFFF else ""  # noqa: PLR2004 - the private range's end


def _read_script(element: Element, flow: Flow, drawings: list[Element]) -> None:
    """A power, an index or a fraction of an equation."""
    for child in choices(element):
        inner = Flow()
        read_runs(child, inner, drawings)
        text = "".join(run.text for run in inner.runs)
        if child.tag == M + "den":
            flow.say(Run("/"))
        flow.say(Run(text, {M + "sup": 1, M + "sub": -1}.get(str(child.tag), 0)))
