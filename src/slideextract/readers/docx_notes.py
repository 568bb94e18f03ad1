"""Numbers of DOCX footnotes: Word counts them when it prints, so the file holds only where each is called."""

from collections.abc import Mapping

from lxml.etree import _Element as Element

from slideextract.readers.docx_styles import W
from slideextract.readers.drawing import superscript

CALLS = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
PRINTS = frozenset({W + "footnoteRef", W + "endnoteRef"})  # where a note prints its own number
TENS = ("", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc")
ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
MOST = 100  # endnotes that have a number of their own; none was seen with more


def number_calls(root: Element) -> dict[tuple[str, str], str]:
    """Put the number of each note where it is called: 1, 2 for footnotes, i, ii for endnotes.

    Args:
        root: of the text; its calls become printed numbers.

    Returns:
        The numbers by kind and id of the note.
    """
    numbers: dict[tuple[str, str], str] = {}
    for call in list(root.iter(*CALLS)):
        kind, name = CALLS[str(call.tag)], call.get(W + "id", "")
        if call.get(W + "customMarkFollows") in {"1", "true", "on"}:
            continue  # the text has a mark of its own
        count = sum(known == kind for known, _ in numbers) + 1
        printed = numbers.setdefault((kind, name), str(count) if kind == "footnote" else _roman(count))
        call.tag, call.text = W + "t", superscript(printed)
    return numbers


def number_note(note: Element, numbers: Mapping[tuple[str, str], str]) -> None:
    """Put its number where a note prints it; a note that nothing calls has none.

    Args:
        note: the note; changed in place.
        numbers: from `number_calls`.
    """
    kind = "footnote" if note.tag == W + "footnote" else "endnote"
    for place in list(note.iter(*PRINTS)):
        place.tag, place.text = W + "t", superscript(numbers.get((kind, note.get(W + "id", "")), ""))


def _roman(count: int) -> str:
    return TENS[count // 10] + ONES[count % 10] if count < MOST else str(count)
