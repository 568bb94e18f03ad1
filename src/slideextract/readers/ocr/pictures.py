"""Pictures from files, within limits: header first, then no more pixels than a recogniser has use for."""

import warnings
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from slideextract.errors import ReadError
from slideextract.readers.limits import allowed, beyond
from slideextract.readers.ocr.recognition import MAX_PIXELS

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")  # that Pillow decodes itself, without another program
OPAQUE = ("1", "L", "RGB", "CMYK", "YCbCr", "I", "F", "I;16")


def decode(data: bytes) -> Image.Image:
    """A picture in colours on white, with at most `MAX_PIXELS`.

    Raises:
        ReadError: it is of another format, damaged or too large; the message doesn't name the document.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is below Pillow's
            picture = Image.open(BytesIO(data), formats=FORMATS)
        across, down = picture.size
        if across * down > allowed("pixels"):
            raise ReadError(beyond("pixels", across * down), "needs_ocr")
        picture.draft("RGB", _fitting(across, down))
        return shrink(_on_white(picture))
    except UnidentifiedImageError as error:  # it tells an address in memory, which differs from run to run
        message = f"it is none of {', '.join(FORMATS)}"
        raise ReadError(message, "needs_ocr") from error
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, Image.DecompressionBombError) as error:
        message = f"it is damaged: {error}"
        raise ReadError(message, "needs_ocr") from error


def shrink(picture: Image.Image) -> Image.Image:
    """The picture, made smaller where it has more than `MAX_PIXELS`."""
    size = _fitting(*picture.size)
    return picture if size == picture.size else picture.resize(size, Image.Resampling.LANCZOS)


def _fitting(across: int, down: int) -> tuple[int, int]:
    scale = min(1.0, (MAX_PIXELS / (across * down)) ** 0.5)
    return max(1, int(across * scale)), max(1, int(down * scale))


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in OPAQUE and "transparency" not in picture.info:
        return picture.convert("RGB")
    cut = picture.convert("RGBA")
    paper = Image.new("RGBA", cut.size, "white")
    return Image.alpha_composite(paper, cut).convert("RGB")
