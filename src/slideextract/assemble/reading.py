"""Lines to tokens: typed mentions, drugs and lexicon endpoints laid over the words of a line."""

from dataclasses import dataclass

from slideextract.assemble.arms import Arm, ArmFinder
from slideextract.mentions import Mention, find_mentions
from slideextract.segment import Line
from slideextract.terms import DrugHit, find_drugs, find_endpoints
from slideextract.words import Token, Words, pieces, words

PLAIN = frozenset({"name", "ordinal"})  # figures that are part of a word: the word stays a word


@dataclass(slots=True)
class Read:
    """A line as tokens, with what stands at them.

    `mentions` and `drugs` go by token index; `endpoints` holds the tokens that a lexicon endpoint covers.
    """

    line: Line
    tokens: list[Token]
    mentions: dict[int, Mention]
    drugs: dict[int, tuple[str, ...]]
    repaired: dict[int, DrugHit]
    endpoints: dict[int, str]
    vocabulary: Words
    arms: list[Arm]

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
    mentions = find_mentions(text[start:end], line.language, start)
    hits = [hit for hit in _shift(find_drugs(view[start:end]), start) if not _inside(hit.start, mentions)]
    tokens, typed, named, repaired = _lay(view, line, vocabulary, mentions, hits)
    endpoints: dict[int, str] = {}
    for found in find_endpoints(view[start:end]):
        for i, token in enumerate(tokens):
            if token.start < start + found.end and token.end > start + found.start:
                endpoints[i] = found.id
    return Read(line, tokens, typed, named, repaired, endpoints, vocabulary, [])


def find_arms(read: Read, text: str, known: frozenset[str] = frozenset()) -> list[Arm]:
    """The arms that the line names."""
    finder = ArmFinder(read.tokens, text, read.vocabulary, _by_start(read), known, frozenset(read.endpoints))
    return finder.find()


def _by_start(read: Read) -> dict[int, tuple[str, ...]]:
    return {read.tokens[i].start: names for i, names in read.drugs.items()}


def _shift(hits: list[DrugHit], offset: int) -> list[DrugHit]:
    return [hit.shifted(offset) for hit in hits]


def _inside(start: int, mentions: list[Mention]) -> bool:
    return any(m.start <= start < m.end and m.kind not in PLAIN for m in mentions)


Piece = tuple[int, int, str]


def _lay(
    view: str, line: Line, vocabulary: Words, mentions: list[Mention], hits: list[DrugHit]
) -> tuple[list[Token], dict[int, Mention], dict[int, tuple[str, ...]], dict[int, DrugHit]]:
    tokens: list[Token] = []
    typed: dict[int, Mention] = {}
    position = line.span.start
    for mention in mentions:
        if mention.kind in PLAIN and _hit(hits, mention.start, mention.end):
            continue
        tokens += vocabulary.label(_joined(pieces(view, position, mention.start), hits))
        typed[len(tokens)] = mention
        classes = {f"#{mention.kind}"} | ({"person"} if mention.kind == "people" else set())
        tokens.append(Token(mention.start, mention.end, view[mention.start : mention.end].lower(), frozenset(classes)))
        position = mention.end
    tokens += vocabulary.label(_joined(pieces(view, position, line.span.end), hits))
    named: dict[int, tuple[str, ...]] = {}
    repaired: dict[int, DrugHit] = {}
    for index, token in enumerate(tokens):
        here = _hit(hits, token.start, token.end)
        if here and index not in typed:
            named[index] = tuple(dict.fromkeys(hit.name for hit in here))
            tokens[index] = Token(token.start, token.end, token.text, token.classes | {"drug"})
            repaired.update({index: hit for hit in here if hit.kind == "repaired"})
    return tokens, typed, named, repaired


def _hit(hits: list[DrugHit], start: int, end: int) -> list[DrugHit]:
    return [hit for hit in hits if hit.start < end and start < hit.end]


def _joined(found: list[Piece], hits: list[DrugHit]) -> list[Piece]:
    """Pieces, with those of one drug name made one: "mycophenolate mofetil"."""
    joined: list[Piece] = []
    for start, end, text in found:
        if joined and any(
            h.start < joined[-1][1] and start < h.end and joined[-1][0] < h.end and h.start < end for h in hits
        ):
            before = joined.pop()
            joined.append((before[0], end, f"{before[2]} {text}"))
        else:
            joined.append((start, end, text))
    return joined
