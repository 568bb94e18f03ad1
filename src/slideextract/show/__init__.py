"""Pictures of pages with their results marked, so that a person can look at the evidence."""

from dataclasses import dataclass
from pathlib import Path

from PIL.Image import Image

from slideextract.document import Document
from slideextract.errors import ShowError, StoreError
from slideextract.readers import read
from slideextract.show.marks import Sheet, find_sheets
from slideextract.show.paper import papers
from slideextract.show.picture import picture
from slideextract.store.atomic import replaced

__all__ = ["Wish", "show"]
PICTURE = ".png"


@dataclass(frozen=True, slots=True)
class Wish:
    """What to show of a document.

    Attributes:
        page: its number; all pages with results if not given.
        number: a number as printed; all results if not given.
        numbers: whether to outline the numbers that are no results too.
        width: of the pictures, in pixels.
    """

    page: int | None
    number: str | None
    numbers: bool
    width: int


def show(path: Path, out: Path, wish: Wish) -> list[Path]:
    """Write a PNG of each page that is wished for, and return where.

    Args:
        path: of a document whose format has pages.
        out: a `.png` file for one page, or a folder.
        wish: what to show.

    Raises:
        ReadError: the document can't be read.
        ShowError: it has no such page, no result, or no pages at all.
        StoreError: `out` can't be written.
    """
    document = read(path)
    sheets = _wanted(document, wish)
    if out.suffix.lower() == PICTURE and len(sheets) > 1:
        pages = ", ".join(str(sheet.page.number) for sheet in sheets)
        message = f"{out} has room for one page of {document.name}: name one ({pages}), or a folder"
        raise ShowError(message)
    written = []
    for sheet, paper in papers(path, document, sheets, wish.width):
        target = out if out.suffix.lower() == PICTURE else out / f"{document.name}.p{sheet.page.number:03}{PICTURE}"
        _save(picture(paper, sheet), target)
        written.append(target)
    return written


def _wanted(document: Document, wish: Wish) -> list[Sheet]:
    known = [page.number for page in document.pages]
    if all(page.width is None for page in document.pages):
        message = f"{document.name}: {document.media_type} has no pages that can be shown; see `slideextract why`"
        raise ShowError(message)
    if wish.page is not None and wish.page not in known:
        message = f"{document.name} has pages {known[0]} to {known[-1]}, and page {wish.page} is none of them"
        raise ShowError(message)
    sheets = find_sheets(document, wish.number, numbers=wish.numbers)
    wanted = [sheet for sheet in sheets if _is_wanted(sheet, wish)]
    if not wanted:
        message = f"no number {wish.number} in {document.name}" if wish.number else f"no result in {document.name}"
        raise ShowError(message)
    return wanted


def _is_wanted(sheet: Sheet, wish: Wish) -> bool:
    """Whether a page is shown: one that is named always is, unless a number is named too."""
    if wish.page is not None and sheet.page.number != wish.page:
        return False
    return bool(sheet.results or (wish.number and sheet.others)) or (wish.page is not None and not wish.number)


def _save(image: Image, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{target.parent} can't be written: {error.strerror or error}"
        raise StoreError(message) from error
    with replaced(target) as temporary:
        image.save(temporary, "PNG")
