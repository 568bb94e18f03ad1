"""Lines to tokens: typed mentions, drugs and lexicon endpoints laid over the words of a line."""

from dataclasses import dataclass

from slideextract.assemble.arms import Arm, ArmFinder
from slideextract.mentions import Mention, find_mentions
from slideextract.segment import Line
from slideextract.terms import DrugHit, find_drugs, find_endpoints
from slideextract.words import Token, Words, pieces, words

PLAIN = frozenset({"name", "ordinal"})  # figures that are part of a word: the word stays a word
MAX_PLAIN = 1  # typed classes a word token may carry besides its own


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
    finder = ArmFinder(read.tokens, text, read.vocabulary, _by_start(read), known)
    return finder.find()


def _by_start(read: Read) -> dict[int, tuple[str, ...]]:
    return {read.tokens[i].start: names for i, names in read.drugs.items()}


def _shift(hits: list[DrugHit], offset: int) -> list[DrugHit]:
    return [hit.shifted(offset) for hit in hits]


def _inside(start: int, mentions: list[Mention]) -> bool:
    return any(m.start <= start < m.end and m.kind not in PLAIN for m in mentions)


def _lay(
    view: str, line: Line, vocabulary: Words, mentions: list[Mention], hits: list[DrugHit]
) -> tuple[list[Token], dict[int, Mention], dict[int, tuple[str, ...]], dict[int, DrugHit]]:
    atoms: list[tuple[int, int, Mention | DrugHit]] = [(m.start, m.end, m) for m in mentions]
    taken = [(m.start, m.end) for m in mentions if m.kind not in PLAIN]
    atoms = [a for a in atoms if not any(h.start <= a[0] < h.end for h in hits)] if hits else atoms
    atoms += [(h.start, h.end, h) for h in hits if not any(s < h.end and h.start < e for s, e in taken)]
    atoms.sort(key=lambda atom: atom[0])
    tokens: list[Token] = []
    typed: dict[int, Mention] = {}
    named: dict[int, tuple[str, ...]] = {}
    repaired: dict[int, DrugHit] = {}
    position = line.span.start
    for start, end, atom in atoms:
        if start < position:
            continue
        tokens += vocabulary.label(pieces(view, position, start))
        label = view[start:end].lower()
        if isinstance(atom, DrugHit):
            named[len(tokens)] = (atom.name,)
            if atom.kind == "repaired":
                repaired[len(tokens)] = atom
            tokens.append(Token(start, end, label, frozenset({"drug"}) | _own(vocabulary, label)))
        else:
            typed[len(tokens)] = atom
            classes = {f"#{atom.kind}"} | ({"person"} if atom.kind == "people" else set())
            tokens.append(Token(start, end, label, frozenset(classes)))
        position = end
    tokens += vocabulary.label(pieces(view, position, line.span.end))
    return tokens, typed, named, repaired


def _own(vocabulary: Words, label: str) -> frozenset[str]:
    return frozenset({"treatment"} if label in vocabulary.classes["treatment"] else ())
