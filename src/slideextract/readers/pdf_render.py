"""Pages of a PDF as pictures, for people to look at."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pypdfium2 as pdfium

from slideextract.readers.limits import allowed

if TYPE_CHECKING:
    from PIL.Image import Image


def renderings(data: bytes, widths: Mapping[int, int]) -> Iterator[tuple[int, "Image"]]:
    """Number and picture of pages, turned and cropped as a viewer shows them; pages that fail are left out.

    Args:
        data: the file.
        widths: pixels from left to right, for each page that is wanted.
    """
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        return
    try:
        for number, width in sorted(widths.items()):
            picture = _rendering(pdf, number, width)
            if picture is not None:
                yield number, picture
    finally:
        pdf.close()


def _rendering(pdf: pdfium.PdfDocument, number: int, width: int) -> "Image | None":
    try:
        page = pdf[number - 1]
    except pdfium.PdfiumError:
        return None
    try:
        across, down = page.get_size()
        scale = (width - 0.5) / across  # pdfium rounds up
        if scale * across * scale * down > allowed("pixels"):  # a guard behind the callers' own limits
            return None
        picture: Image = page.render(scale=scale).to_pil()
        return picture.convert("RGB")
    except (pdfium.PdfiumError, ArithmeticError, ValueError, MemoryError):
        return None
    finally:
        page.close()
