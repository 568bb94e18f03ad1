"""Lines to tokens: typed mentions, drugs and lexicon endpoints laid over the words of a line."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from slideextract.assemble.arms import Arm
from slideextract.document import Reader
from slideextract.mentions import Mention, find_mentions
from slideextract.segment import Line
from slideextract.terms import DrugHit, find_abbreviations, find_conditions, find_drugs, find_endpoints, fold
from slideextract.words import Token, Words, pieces, words

VOWELS = frozenset("aeiouy")
MIN_SHORT, MAX_SHORT = 3, 7  # letters of a drug's short form: OBI, ritux
IN_WORDS = frozenset({"name", "ordinal"})  # figures that are part of a word: the word stays a word


@dataclass(slots=True)
class Read:
    """A line as tokens, with what stands at them.

    `mentions`, `drugs` and `conditions` go by token index; `endpoints` holds the tokens that a lexicon endpoint covers;
    `folded` has each token as printed, without case and accents.
    """

    line: Line
    tokens: list[Token]
    mentions: dict[int, Mention]
    drugs: dict[int, tuple[str, ...]]
    repaired: dict[int, DrugHit]
    endpoints: dict[int, str]
    vocabulary: Words
    folded: list[str]
    arms: list[Arm] = field(default_factory=list)
    named: list[Arm] = field(default_factory=list)  # the arms that its own words name, whatever else is known
    conditions: dict[int, str] = field(default_factory=dict)
    lead: Arm | None = None  # the treatment that a list item opens with: "CAR-T CD19 autologues : ..."

    @property
    def covered(self) -> set[int]:
        """Indices of the tokens that belong to an arm."""
        return {i for arm in self.arms for i in range(arm.first, arm.last)}

    def has(self, *kinds: str) -> bool:
        """Whether the line holds a mention of one of the kinds."""
        return any(mention.kind in kinds for mention in self.mentions.values())


def read_line(text: str, view: str, line: Line) -> Read:
    """Tokenise one line of the document; its arms are found later, when the document's arms are known."""
    start, end = line.span
    vocabulary = words(line.language)
    mentions = find_mentions(text[start:end], line.language, start, recognised=line.block.reader is Reader.OCR)
    hits = [hit for hit in _shift(find_drugs(view[start:end]), start) if not _inside(hit.start, mentions)]
    tokens, typed, named, repaired = _lay(view, line, vocabulary, mentions, hits)
    endpoints: dict[int, str] = {}
    for found in find_endpoints(view[start:end]):
        endpoints.update(dict.fromkeys(_covered(tokens, start + found.start, start + found.end), found.id))
    folded = [fold(text[token.start : token.end]) for token in tokens]
    read = Read(line, tokens, typed, named, repaired, endpoints, vocabulary, folded)
    for sick in find_conditions(view[start:end]):
        read.conditions.update(dict.fromkeys(_covered(tokens, start + sick.start, start + sick.end), sick.name))
    return read


def nicknames(reads: Sequence[Read], text: str) -> dict[str, str]:
    """Short forms of the drugs that a document names in full: OBI and "ritux" where it says obinutuzumab and rituximab.

    Returns:
        Folded short form to normalised name; a form that begins two drugs of the document is none.
    """
    found = {fold(short): name for short, name in find_abbreviations(text, (read.line.span for read in reads)).items()}
    names: dict[str, list[str]] = {}  # by initial
    for name in sorted({name for read in reads for here in read.drugs.values() for name in here if " " not in name}):
        names.setdefault(name[0], []).append(name)
    for read in reads:
        for i, short in enumerate(read.folded):
            if i in read.drugs or i in read.mentions or i in read.endpoints or not _is_short(short, read.tokens[i]):
                continue
            printed = text[read.tokens[i].start : read.tokens[i].end]
            full = [name for name in names.get(short[0], ()) if _shortens(short, name, printed)]
            if len(full) == 1:
                found.setdefault(short, full[0])
    return found


def _is_short(short: str, token: Token) -> bool:
    return MIN_SHORT <= len(short) <= MAX_SHORT and short.isalpha() and not token.classes


def _shortens(short: str, name: str, printed: str) -> bool:
    """Whether a short form is the start of a name, "OBI", or some of its consonants in order, "BKZ" of bimekizumab."""
    if name.startswith(short) and len(name) > len(short) + 1:
        return True
    letters = iter(name)
    consonants = printed.isupper() and len(short) == MIN_SHORT and not VOWELS & set(short)
    return consonants and short[0] == name[0] and all(letter in letters for letter in short)


def name_nicknames(read: Read, known: Mapping[str, str]) -> None:
    """Mark the short forms of a line as the drugs that they stand for."""
    if known.keys().isdisjoint(read.folded):
        return
    for i, token in enumerate(read.tokens):
        name = known.get(read.folded[i])
        if name is not None and i not in read.drugs and i not in read.mentions:
            read.drugs[i] = (name,)
            read.tokens[i] = Token(token.start, token.end, token.text, token.classes | {"drug"})


def name_trials(read: Read, places: Collection[tuple[int, int]], names: Collection[str]) -> None:
    """Mark the tokens that name a trial: no part of what was measured, "In the LANTERN trial, remission ...".

    Args:
        read: the line.
        places: where its trials are named.
        names: the same names, folded, for the lines that say no more than the name.
    """
    if not names:
        return
    for i, token in enumerate(read.tokens):
        named = any(token.start < end and start < token.end for start, end in places)
        if named or read.folded[i] in names:
            read.tokens[i] = Token(token.start, token.end, token.text, token.classes | {"trial_name"})


def _covered(tokens: list[Token], start: int, end: int) -> list[int]:
    return [i for i, token in enumerate(tokens) if token.start < end and start < token.end]


def _shift(hits: Sequence[DrugHit], offset: int) -> list[DrugHit]:
    return [hit.shifted(offset) for hit in hits]


def _inside(start: int, mentions: list[Mention]) -> bool:
    return any(m.start <= start < m.end and m.kind not in IN_WORDS for m in mentions)


Piece = tuple[int, int, str]


def _lay(
    view: str, line: Line, vocabulary: Words, mentions: list[Mention], hits: list[DrugHit]
) -> tuple[list[Token], dict[int, Mention], dict[int, tuple[str, ...]], dict[int, DrugHit]]:
    tokens: list[Token] = []
    typed: dict[int, Mention] = {}
    position = line.span.start
    for mention in mentions:
        if mention.kind in IN_WORDS and _hit(hits, mention.start, mention.end):
            continue
        start = _figure(mention)
        tokens += vocabulary.label(_joined(pieces(view, position, start), hits))
        typed[len(tokens)] = mention
        classes = {f"#{mention.kind}"} | ({"person"} if mention.kind == "people" else set())
        tokens.append(Token(start, mention.end, view[start : mention.end].lower(), frozenset(classes)))
        position = mention.end
    tokens += vocabulary.label(_joined(pieces(view, position, line.span.end), hits))
    named: dict[int, tuple[str, ...]] = {}
    repaired: dict[int, DrugHit] = {}
    for index, token in enumerate(tokens if hits else ()):
        here = _hit(hits, token.start, token.end)
        if not here or index in typed:
            continue
        named[index] = tuple(dict.fromkeys(hit.name for hit in here))
        tokens[index] = Token(token.start, token.end, token.text, token.classes | {"drug"})
        slips = [hit for hit in here if hit.kind == "repaired"]
        if slips:
            repaired[index] = slips[0]
    return tokens, typed, named, repaired


def _figure(mention: Mention) -> int:
    """Where a mention's token starts: of "hazard ratio for death was 0.7" only at the figure, the rest are words."""
    named = mention.kind.endswith("_ratio") and "cue" in mention.spans
    return mention.spans["raw"][0] if named and "raw" in mention.spans else mention.start


def _hit(hits: list[DrugHit], start: int, end: int) -> list[DrugHit]:
    return [hit for hit in hits if hit.start < end and start < hit.end]


def _joined(found: list[Piece], hits: list[DrugHit]) -> list[Piece]:
    """Pieces, with those of one drug name made one: "mycophenolate mofetil"."""
    joined: list[Piece] = []
    if not hits:
        return found
    for start, end, text in found:
        if joined and any(
            h.start < joined[-1][1] and start < h.end and joined[-1][0] < h.end and h.start < end for h in hits
        ):
            before = joined.pop()
            joined.append((before[0], end, f"{before[2]} {text}"))
        else:
            joined.append((start, end, text))
    return joined
