"""What each list of values measures: the phrase before it, behind it, or before its bracket.

"A response occurred in 46%" and "the response rate was 46%" say it before the value; "46% of the patients had a
response" and "0 deaths" behind it. Where a list has no phrase of its own, the one before it in the line still holds.
"""

from collections.abc import Sequence
from dataclasses import replace

from slideextract.assemble.before_values import Before
from slideextract.assemble.behind_values import Behind
from slideextract.assemble.draft import Named
from slideextract.assemble.lists import Block
from slideextract.assemble.phrases import SOLID, Phrase, Phrases
from slideextract.assemble.scan import Scan
from slideextract.assemble.value import EFFECTS, Value

STATED = ("bare_change", "change", "adjusted", "mean", "ls_mean", "median", "statistic", "difference")


class Endpoints:
    """Names the endpoints of one line.

    Args:
        text: the document's text.
        scan: the line.
        chains: its values, as lists told side by side.
    """

    def __init__(self, text: str, scan: Scan, chains: Sequence[list[Block]]) -> None:
        self.text, self.scan, self.tokens, self.chains = text, scan, scan.tokens, chains
        self.phrases = Phrases(scan.tokens, set(scan.arm_at), set(scan.read.endpoints), scan.words)
        at = {value.token for chain in chains for block in chain for value in block.values}
        self.before, self.behind = Before(scan, self.phrases), Behind(scan, self.phrases, at)

    def names(self) -> list[list[Named | None]]:
        """For each chain the name of each of its values, in their order."""
        found: list[list[Named | None]] = []
        tails: list[int] = []
        current = None
        for chain in self.chains:
            opened = self.scan.opener[chain[0].first]
            left = max((tail for tail in tails if opened is None or tail <= opened), default=0)
            first = chain[0].values
            inner = self._inner(first[0]) or (self._inner(first[-1]) if chain[0].versus else None)
            phrase = self._phrase(chain, left) if inner is None else None
            current = inner or current
            if phrase is None and current is None:
                phrase = self.before.find(0, chain[0].first, opened)
            if phrase is None and current is None:
                phrase = self.behind.anything(chain[-1].last) or self.behind.predicate(chain)
            changed = self._bare_change(phrase) if phrase is not None else None
            if changed is not None:
                phrase = self._known_before(chain[0].first)
            values = [value for block in chain for value in block.values]
            shared = self._shared(chain, phrase) if phrase is not None else None
            if shared is None:
                current = self._named(phrase, changed) or self._goes_on(current, chain)
                found.append([current] * len(values))
            else:
                found.append(shared)
                current = shared[-1]
            tails.append(self._end(chain[-1]))
        return found

    def _goes_on(self, name: Named | None, chain: list[Block]) -> Named | None:
        """The name before a list that has none; of figures of another kind behind a semicolon it is doubtful.

        An effect is of the figures before it: "median PFS 6.7 vs 5.6 months; HR 0.74".
        """
        last = max((b.last for c in self.chains for b in c if b.last < chain[0].first), default=None)
        before = next((b.kind for c in self.chains for b in c if b.last == last), None)
        if name is None or last is None or before == chain[0].kind or chain[0].kind in EFFECTS:
            return name
        apart = any(self.scan.lower[i] == ";" for i in range(last, chain[0].first))
        return replace(name, doubt=name.doubt or "endpoint_far") if apart else name

    def _bare_change(self, phrase: Phrase) -> Phrase | None:
        """The words of a phrase that says that something changed, and not what: "the change", "mean change"."""
        inside = range(phrase.first, phrase.last)
        start = max((i + 1 for i in inside if self.tokens[i].has("determiner")), default=phrase.first)
        said = range(start, phrase.last)
        changes = any(self.tokens[i].has("bare_change") for i in said)
        return Phrase(start, phrase.last, 0) if changes and all(self.tokens[i].has(*STATED) for i in said) else None

    def _named(self, phrase: Phrase | None, changed: Phrase | None) -> Named | None:
        """A phrase's name; of a change that stands elsewhere, with its words: "KCCQ" and "mean change"."""
        named, change = self.name(phrase), self.name(changed)
        if named is None or change is None:
            return named
        return Named(f"{named.text} {change.text}", named.start, named.end)

    def _known_before(self, index: int) -> Phrase | None:
        """The last known endpoint before a value: «on the CDR-SB, the change was 1.2»."""
        known = [i for i in self.scan.read.endpoints if i < index and not self._values_in(i, i + 1)]
        if not known:
            return None
        first = last = max(known)
        while first - 1 in self.scan.read.endpoints:
            first -= 1
        return Phrase(first, last + 1, SOLID)

    def _inner(self, value: Value) -> Named | None:
        """The words that a count holds itself, with those behind them: "10 severe flares"."""
        if value.mention.kind == "percent":
            return self._counted(value)
        if value.inner is None:
            return None
        last = self.scan.nouns.get(value.token, value.token + 1)
        while last > value.token + 1 and not self.phrases.content(last - 1):
            last -= 1
        start, end = value.inner[0], self.tokens[last - 1].end
        return Named(" ".join(self.text[start:end].split()), start, end)

    def _counted(self, value: Value) -> Named | None:
        """What happened, inside a count and its share: "12 deaths (3.4%)"; no people, and no places."""
        first, last = (value.mention.spans.get(slot) for slot in ("numerator", "raw"))
        if first is None or last is None or first[1] >= last[0]:
            return None
        start, end = first[1], self.text.find("(", first[1], last[0])
        said = self.text[start:end].strip() if end > start else ""
        events = self.scan.words.classes["event"]
        if not any(word in events for word in said.casefold().split()):
            return None
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        return Named(" ".join(said.split()), start, start + len(said))

    def _end(self, block: Block) -> int:
        """Where the words end that belong to a list: behind its brackets, or behind the arm that follows it."""
        tail = self.behind.tail(block.last)
        arms = [self.scan.arms[v.arm] for v in block.values if v.arm is not None]
        near = (arm.last for arm in arms if arm.first > block.last and not self._values_in(block.last + 1, arm.first))
        return max([tail, *near])

    def _values_in(self, first: int, last: int) -> bool:
        return any(self.behind.is_value(i) for i in range(first, last))

    def name(self, phrase: Phrase | None) -> Named | None:
        """The words of a phrase, without the times inside it."""
        if phrase is None:
            return None
        last = phrase.last
        while last > phrase.first + 1 and self.tokens[last - 1].has("preposition", "of"):
            last -= 1  # what led to a time that is no part of the phrase: «mortalité à»
        start, end = self.tokens[phrase.first].start, self.tokens[last - 1].end
        pieces: list[str] = []
        position = start
        for i in range(phrase.first, last):
            if self.scan.kind(i) == "time" and i not in self.scan.read.endpoints:
                lead = i - 1 if i > phrase.first and self.tokens[i - 1].has("preposition") else i
                pieces.append(self.text[position : self.tokens[lead].start])
                position = self.tokens[i].end
        pieces.append(self.text[position:end])
        return Named(" ".join(" ".join(pieces).split()), start, end, phrase.doubt)

    def _phrase(self, chain: list[Block], left: int) -> Phrase | None:
        first, last = chain[0].first, chain[-1].last
        opened = self.scan.opener[first]
        begin = max(left, self.scan.clause(first)[0])
        counted = self.behind.counted(chain) if chain[0].kind == "count" else None
        if counted is not None:
            return counted
        if opened is not None:
            inside = self._inside(opened, first)
            if inside is not None:
                return inside
        alike = len({block.kind for block in chain}) == 1  # a median before it isn't of what a reduction is of
        changed = self.behind.changed(chain) if alike else None
        if changed is not None and changed.weight >= SOLID:
            return changed
        if chain[0].kind in EFFECTS:
            return self._effect(begin, first, last, opened, listed=left > 0)
        if opened is not None:
            return self.before.find(begin, first, opened) or self.behind.had(last)
        elided = self.behind.elided(chain) if left else None
        return elided or self.behind.counted(chain) or self.behind.had(last) or self.before.find(begin, first, opened)

    def _effect(self, begin: int, first: int, last: int, opened: int | None, *, listed: bool) -> Phrase | None:
        """What an effect is of: before it, or what it is "for" behind it, as each of a list: "0.7 for X, 0.8 for Y"."""
        behind = self.behind.after_statistics(last)
        if listed and behind is not None and not any(self.scan.is_verb(i) for i in range(begin, first)):
            return behind
        return self.before.find(begin, first, opened) or behind

    def _inside(self, opened: int, first: int) -> Phrase | None:
        """The words of the value's own part of the bracket: "(weight, 12 vs. 15; height, 8 vs. 9)"."""
        begin = max(opened + 1, self.scan.segment(first)[0])
        phrase = self.phrases.best(begin, first)
        if phrase is None or phrase.weight < SOLID:
            return None
        if any(self.tokens[i].has("statistic") for i in range(phrase.first, phrase.last)):
            return None
        return self.phrases.doubted(phrase, first)

    def _shared(self, chain: list[Block], phrase: Phrase) -> list[Named | None] | None:
        """The k-th value of a list takes the k-th name: "weight and height were 50 and 1.6 for X, 60 and 1.7"."""
        parts = [part for block in chain for part in block.parts]
        count = len(parts[0])
        if count < 2 or any(len(part) != count or not self._same_arm(part) for part in parts):  # noqa: PLR2004 - a list
            return None
        if any(
            self.scan.kind(i) == "time" and not self.behind.is_value(i)
            for block in chain
            for i in range(block.first, self.behind.tail(block.last) + 2)
            if i < self.scan.size
        ):
            return None
        if any(block.versus for block in chain):
            return None
        names = self._split(phrase, count)
        if names is None:
            return None
        return [names[k] for part in parts for k in range(len(part))]

    def _same_arm(self, part: Sequence[Value]) -> bool:
        return len({value.arm for value in part}) == 1

    def _split(self, phrase: Phrase, count: int) -> list[Named | None] | None:
        pieces: list[tuple[int, int]] = []
        begin = phrase.first
        for i in range(phrase.first, phrase.last + 1):
            if i == phrase.last or self.tokens[i].has("and") or self.tokens[i].text == ",":
                if i > begin:
                    pieces.append((begin, i))
                begin = i + 1
        named = [self.phrases.best(a, b) for a, b in pieces]
        solid = [p for p in named if p is not None]
        if len(solid) != count:
            return None
        return [self.name(p) for p in solid]
