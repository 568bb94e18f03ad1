"""Marks drawn over a page, and below it what they say of each result."""

from collections.abc import Iterable, Iterator, Mapping

from PIL import Image, ImageDraw

from slideextract.facts import Fact
from slideextract.geometry import BBox
from slideextract.show.lettering import LEADING, font, width, wrap
from slideextract.show.marks import Result, Sheet
from slideextract.show.paper import Paper

# Colours that the colour-blind tell apart (Okabe and Ito), by what they mark.
VALUE, REVIEW, OTHER = "#c97700", "#d00000", "#808080"
SLOTS = {"endpoint": "#008a63", "arm": "#0062a3", "comparator": "#3d9bd1", "timepoint": "#a8548a"}
QUALIFIER = "#8a6d3b"  # interval, p value, dispersion, numerator and what else qualifies a number
TINT = 60  # of 255: letters show through
TINTED = 110  # the same over a value, which is what one looks for
LINKED = 6  # results on a page up to which lines lead from a number to its arm and endpoint; more are a web
LISTED = 60  # results told below a page
SMALL = 90  # letters below a page are its width divided by this
LEAST = 10  # pixels of such letters
MARGIN = 0.15  # of a letter's size, between a word and its mark
INK, PALE = "#202020", "#ffffff"

BOLD = (VALUE, REVIEW)

Segment = tuple[str, str]  # words and their colour
Point = tuple[float, float]


def picture(paper: Paper, sheet: Sheet) -> Image.Image:
    """The page with its marks, and a strip below that tells what they mark."""
    size = max(LEAST, paper.image.width // SMALL)
    image = _marked(paper, sheet, size)
    strip = _strip(paper, sheet, size)
    whole = Image.new("RGB", (image.width, image.height + strip.height), PALE)
    whole.paste(image, (0, 0))
    whole.paste(strip, (0, image.height))
    return whole


def _marked(paper: Paper, sheet: Sheet, size: int) -> Image.Image:
    marks = {(colour, _edged(box, size)): None for colour, box in _marks(paper, sheet)}
    image = _tinted(paper.image, marks)
    pen, thin = ImageDraw.Draw(image), max(1, size // 10)
    if len(sheet.results) <= LINKED:
        for colour, start, end in _links(paper, sheet.results, size):
            pen.line((*start, *end), fill=colour, width=thin)
    for colour, box in marks:
        pen.rectangle(box, outline=colour, width=2 * thin if colour in BOLD else thin)
    for box, numbers in _tags(paper, sheet.results).items():
        _tag(image, _edged(box, size), numbers, max(LEAST, round(0.8 * size)))
    return image


def _edged(box: BBox, size: int) -> BBox:
    """A box with a little room around the letters."""
    edge = MARGIN * size
    return BBox(box.x0 - edge, box.top - edge, box.x1 + edge, box.bottom + edge)


def _marks(paper: Paper, sheet: Sheet) -> Iterator[tuple[str, BBox]]:
    """Colour and box of every mark; many results share an arm. Values come last: they lie on top."""
    said = [(OTHER, span) for span in sheet.others]
    said += [(_colour(name), span) for result in sheet.results for name, span in result.slots.items()]
    said += [(_value_colour(result.fact), result.value) for result in sheet.results]
    return ((colour, box) for colour, span in said for box in paper.lines(span))


def _colour(slot: str) -> str:
    return SLOTS.get(slot, QUALIFIER)


def _value_colour(fact: Fact) -> str:
    return VALUE if fact.status == "accepted" else REVIEW


def _tinted(image: Image.Image, marks: Iterable[tuple[str, BBox]]) -> Image.Image:
    layer = Image.new("RGBA", image.size)
    pen = ImageDraw.Draw(layer)
    for colour, box in marks:
        if colour != OTHER:
            pen.rectangle(box, fill=f"{colour}{TINTED if colour in BOLD else TINT:02x}")
    return Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB")


def _links(paper: Paper, results: Iterable[Result], size: int) -> Iterator[tuple[str, Point, Point]]:
    """Lines from each number to its arm and endpoint, from edge to edge."""
    for result in results:
        for name in ("endpoint", "arm"):
            ends = [paper.lines(span)[:1] for span in (result.value, result.slots.get(name)) if span is not None]
            for here, there in zip(*ends, strict=False) if len(ends) > 1 else ():
                first, second = _edged(here, size), _edged(there, size)
                yield SLOTS[name], _edge(first, second.center), _edge(second, first.center)


def _edge(box: BBox, towards: Point) -> Point:
    """Where a line from the middle of a box to a point leaves the box."""
    (x, y), (to_x, to_y) = box.center, towards
    shares = [1.0]
    shares += [box.width / 2 / abs(to_x - x)] if to_x != x else []
    shares += [box.height / 2 / abs(to_y - y)] if to_y != y else []
    return x + (to_x - x) * min(shares), y + (to_y - y) * min(shares)


def _tags(paper: Paper, results: Iterable[Result]) -> dict[BBox, list[int]]:
    """The numbers of the results at each place."""
    found: dict[BBox, list[int]] = {}
    for result in results:
        for box in paper.lines(result.value)[:1]:
            found.setdefault(box, []).append(result.number)
    return found


def _tag(image: Image.Image, box: BBox, numbers: list[int], size: int) -> None:
    """The number of a result at the upper right corner of its mark."""
    said = ", ".join(map(str, numbers))
    wide = (width(said) + 0.4) * size
    x, y = min(box.x1, image.width - wide), max(0.0, box.top - 0.7 * size)
    pen = ImageDraw.Draw(image)
    pen.rectangle((x, y, x + wide, y + LEADING * size), fill=INK)
    pen.text((x + 0.2 * size, y), said, fill=PALE, font=font(size))


def _strip(paper: Paper, sheet: Sheet, size: int) -> Image.Image:
    """The results of a page, a paragraph each, in the colours of their marks."""
    across = paper.image.width
    rows = [row for told in _told(paper, sheet) for row in _rows(told, across / size - 2)]
    step = LEADING * size
    strip = Image.new("RGB", (across, round(step * (len(rows) + 1))), PALE)
    pen = ImageDraw.Draw(strip)
    pen.line((0, 0, across, 0), fill=OTHER)
    for index, row in enumerate(rows):
        x = float(size)
        for word, colour in row:
            pen.text((x, step * (index + 0.5)), word, fill=colour, font=font(size))
            x += (width(word) + width(" ")) * size
    return strip


def _rows(told: Iterable[Segment], room: float) -> Iterator[list[Segment]]:
    """Coloured words line by line."""
    colours = iter([colour for text, colour in told for _ in text.split()])
    for row in wrap([word for text, _ in told for word in text.split()], room):
        yield [(word, next(colours)) for word in row]


def _told(paper: Paper, sheet: Sheet) -> Iterator[list[Segment]]:
    title = f"{sheet.document.name}, page {sheet.page.number}"
    title += " (hidden)" if sheet.page.hidden else ""
    title += "" if paper.rendered else ": its frames, with their text set anew"
    keys = {"value": VALUE, "to review": REVIEW} | SLOTS | {"interval, p, others": QUALIFIER}
    keys |= {"no result": OTHER} if sheet.others else {}
    yield [(title, INK), *((f"■ {name}", colour) for name, colour in keys.items())]
    if not sheet.results:
        yield [("no result on this page", INK)]
    for result in sheet.results[:LISTED]:
        yield list(_sentence(paper, result))
    if len(sheet.results) > LISTED:
        yield [(f"… and {len(sheet.results) - LISTED} more", INK)]


def _sentence(paper: Paper, result: Result) -> Iterator[Segment]:
    """What is known of a result, in the colours of its marks."""
    fact = result.fact
    yield f"{result.number}.", INK
    yield f"{' '.join(fact.raw.split())} ({fact.kind.replace('_', ' ')})", _value_colour(fact)
    for name, said in _said(fact).items():
        far = result.elsewhere.get(name)
        yield f"· {said}" + (f" (page {far})" if far else ""), _colour(name)
    if not paper.lines(result.value):
        yield f"· {fact.reader}, without a place on the page", INK
    if fact.status != "accepted":
        yield f"· needs review: {', '.join(fact.flags)}", REVIEW


def _said(fact: Fact) -> Mapping[str, str]:
    """The fields that qualify a number, in words, by slot."""
    texts = {
        "trial": fact.trial,
        "endpoint": fact.endpoint,
        "arm": fact.arm,
        "comparator": fact.comparator and f"vs {fact.comparator}",
        "timepoint": fact.timepoint,
        "subgroup": fact.subgroup,
        "population": fact.population,
        "ci": None if fact.ci_lower is None else f"CI {fact.ci_lower} to {fact.ci_upper}",
        "p": None if fact.p_value is None else f"p {fact.p_modifier} {fact.p_value}",
        "numerator": None if fact.numerator is None else f"n {fact.numerator}",
    }
    return {name: " ".join(said.split()) for name, said in texts.items() if said}
