"""rapidocr: PP-OCRv6 in onnxruntime. Its models come with its wheel; a missing one is an error, never fetched."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from PIL.Image import Image

from slideextract.errors import ReadError
from slideextract.geometry import BBox
from slideextract.readers.ocr.recogniser import Scrap

SURE = 0.9  # of the least sure character of a word: 4 of 5 wrong numbers of blurred slides are below, 3 % of the right
SIZE, BASELINE = 0.8, 0.75  # of a line's box that are its font's size, and where its baseline is
UPRIGHT = 1.5  # height to width of a line from which rapidocr turns it before it reads
STEP = 2.0  # columns of a character, where a line has only one
SPACE, ONE_SPACE = 0.24, 0.8  # of a line's height: the space between words, and the widest that is only one
LOST_SPACE = 1.3  # steps from a letter to a digit with a space between; in `p16` it is one
MODELS = {"Det": "*_det_*.onnx", "Rec": "*_rec_*.onnx"}
SETTINGS = {
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,  # the same bits every time, and one core for one document
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Global.use_cls": False,  # it turns short numbers over: 68 becomes 89
    "Global.return_word_box": True,
    "Det.limit_type": "max",  # by default a strip is blown up until its short side has 736 pixels: gigabytes
    "Det.limit_side_len": 2_000,  # pixels
    "Rec.rec_batch_num": 1,  # a line reads the same whatever stands beside it; and 20 % faster, as none is padded
    "Global.log_level": "critical",
}
PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}  # its network was trained on Chinese too: ％ is %
Corner = tuple[float, float]


class _Line(NamedTuple):
    """A line as rapidocr tells it."""

    corners: tuple[Corner, ...]  # from the start of its upper edge, clockwise
    text: str
    surenesses: Sequence[float]  # one a character
    columns: Sequence[int]  # of the network, one for each character but spaces
    width: float  # columns of the whole line
    angle: float = 0.0


class Rapid:
    """rapidocr with the models of its wheel."""

    name = "rapidocr"

    @cached_property
    def _engine(self) -> Any:
        import cv2  # noqa: PLC0415 - opencv, numpy and onnxruntime only when there is a picture to read
        import rapidocr  # noqa: PLC0415 - as above

        cv2.setNumThreads(1)
        folder = Path(rapidocr.__file__).parent / "models"
        found = {f"{part}.model_path": sorted(folder.glob(name)) for part, name in MODELS.items()}
        if not all(found.values()):
            message = f"rapidocr has no models of its own in {folder.name}/; install it anew"
            raise ReadError(message, "needs_ocr")
        return rapidocr.RapidOCR(params=SETTINGS | {key: str(paths[0]) for key, paths in found.items()})

    def read(self, picture: Image) -> list[Scrap]:
        """The words of a picture, line by line from the top."""
        try:
            lines = self._lines(picture)
        except ReadError:
            raise
        except Exception as error:  # whatever its three libraries raise
            message = f"rapidocr failed ({type(error).__name__}: {str(error).strip()[:200]})"
            raise ReadError(message, "needs_ocr") from error
        lines.sort(key=lambda line: (line.corners[0][1], line.corners[0][0]))
        return [scrap for line in lines for scrap in _words(line)]

    def _lines(self, picture: Image) -> list[_Line]:
        import numpy as np  # noqa: PLC0415 - as above
        from rapidocr.utils.process_img import map_boxes_to_original  # noqa: PLC0415 - as above

        engine = self._engine
        pixels = np.ascontiguousarray(np.asarray(picture.convert("RGB"))[:, :, ::-1])
        whole, record = engine.preprocess_img(pixels)
        found, _, told, cut = engine.run_ocr_steps(whole, record)
        if found.boxes is None or told.txts is None:
            return []
        places = map_boxes_to_original(found.boxes, record, *pixels.shape[:2])
        lines = zip(places, told.txts, told.scores, told.word_results, cut, strict=True)
        return [line for each in lines if (line := self._line(*each)).text.strip()]

    def _line(self, place: Any, text: str, score: float, info: Any, crop: Any) -> _Line:
        """A line as told; an upright one, which rapidocr reads downwards, is tried upwards too."""
        corners = tuple((float(x), float(y)) for x, y in place)
        angle = 0.0
        if _is_upright(corners):
            again = self._engine.recognize_txt([crop[::-1, ::-1].copy()])
            corners, angle = (*corners[1:], corners[0]), -90.0
            if again.scores[0] > score:
                text, info = again.txts[0], again.word_results[0]
                corners, angle = (*corners[2:], *corners[:2]), 90.0
        columns = [column for word in info.word_cols for column in word]
        return _Line(corners, text.translate(PLAIN), info.confs, columns, info.line_txt_len, angle)


def _is_upright(corners: Sequence[Corner]) -> bool:
    across, down = corners[1][0] - corners[0][0], corners[3][1] - corners[0][1]
    return down >= UPRIGHT * across


def _words(line: _Line) -> Iterator[Scrap]:
    """The words of a line; where they are is known from the columns in which their characters were seen."""
    printed = [place for place, character in enumerate(line.text) if not character.isspace()]
    columns = dict(zip(printed, line.columns, strict=True))
    steps = [columns[b] - columns[a] for a, b in pairwise(printed) if b == a + 1]
    step = median(steps) if steps else STEP
    words = _divided(line.text, columns, step)
    height, length = _distance(line.corners[0], line.corners[3]), _distance(*line.corners[:2])
    edges = [(columns[first] + 0.5 - step / 2, columns[last] + 0.5 + step / 2) for first, last in words]
    room = SPACE * height * line.width / (length or 1.0)
    for index, ((_, end), (start, _)) in enumerate(pairwise(edges)):
        if room < start - end <= ONE_SPACE / SPACE * room:  # narrow signs such as 1 and ( leave too much beside them
            middle = (start + end) / 2
            edges[index] = edges[index][0], middle - room / 2
            edges[index + 1] = middle + room / 2, edges[index + 1][1]
    for index, (first, last) in enumerate(words):
        start = edges[index][0] / line.width if index else 0.0
        end = edges[index][1] / line.width if index < len(words) - 1 else 1.0
        box = _part(line.corners, max(0.0, start), min(1.0, end))
        sure = min(line.surenesses[first : last + 1]) >= SURE
        baseline = box.top + BASELINE * box.height
        yield Scrap(line.text[first : last + 1], box, SIZE * height, baseline, sure, index > 0, line.angle)


def _divided(text: str, columns: Mapping[int, int], step: float) -> list[tuple[int, int]]:
    """First and last character of each word; `vs3,1` is two: the network drops spaces."""
    words: list[tuple[int, int]] = []
    for place in columns:
        if words and words[-1][1] == place - 1 and not _is_lost_space(text, place, columns, step):
            words[-1] = words[-1][0], place
        else:
            words.append((place, place))
    return words


def _is_lost_space(text: str, place: int, columns: Mapping[int, int], step: float) -> bool:
    """Whether a number stands further from a small letter before it than characters of one word do."""
    parted = text[place - 1].islower() and text[place].isdecimal()
    return parted and columns[place] - columns[place - 1] >= LOST_SPACE * step


def _part(corners: Sequence[Corner], start: float, end: float) -> BBox:
    """The upright box around a line from one share of its length to another."""
    upper_left, upper_right, lower_right, lower_left = corners
    points = [
        (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
        for a, b in ((upper_left, upper_right), (lower_left, lower_right))
        for share in (start, end)
    ]
    across, down = [x for x, _ in points], [y for _, y in points]
    return BBox(min(across), min(down), max(across), max(down))


def _distance(first: Corner, second: Corner) -> float:
    return float(((first[0] - second[0]) ** 2 + (first[1] - second[1]) ** 2) ** 0.5)
