"""What kind of number a figure is, and the evidence that a plain one is a result at all.

The evidence: a spread or interval behind it, a statistic named before it, a verb or sign that states it, or a figure
that it is set against.
"""

from slideextract.assemble.reading import IN_WORDS
from slideextract.assemble.scan import BESIDE, OPENING, Scan
from slideextract.assemble.spreads import Spreads
from slideextract.assemble.value import PLAIN, RATIOS, is_fraction, lasts
from slideextract.mentions import Mention
from slideextract.terms import endpoint

SAYING = frozenset({"by", "to", ":", "=", "(", "à", "averaged", "at", "[", "of", "de", "d'", "from", "with"})
PLACING = frozenset({"in", "chez", "among", "dans", "from", "to", "à", "parmi", "for", "pour"})
FROM, TO = frozenset({"from", "de", "d'"}), frozenset({"to", "à"})
NOT = frozenset({"without", "sans", "no", "non"})
DELTA = frozenset({"?", "δ", "delta"})  # the sign of a difference, and what is left of it in a lost encoding
STATISTICS = (("ls_mean", "ls_mean"), ("median", "median"), ("mean", "mean"), ("duration", "duration"))
BRACKETS = frozenset("()[]")
LOOSE = frozenset({"than", "que", "qu'"})  # compare, but set no two figures side by side
MEAN = 3  # tokens before an endpoint in which its statistic is named: "median overall survival"
COUNTED = frozenset({"binary", "tte", "rate"})  # kinds of endpoints that have no scale
REACHED = frozenset({"to", "à"})  # between a verb of change and where it led
CLOSES = frozenset({"at", "by", "à", "au", "lors"})  # words that lead to the date at which data are read
NEAR = 6  # tokens before a value in which "difference" or "reduction" speaks of it
BEHIND = 4  # tokens after a value in which a spread, statistic or unit belongs to it
PAIR = 2  # tokens before a value that hold a sign and what it compares
RATE = 9  # tokens after a value in which "per 100 patient-years" does


class Kinds:
    """Tells the kinds of the figures of one line."""

    def __init__(self, scan: Scan, aside: Spreads) -> None:
        self.scan, self.tokens, self.lower, self.aside = scan, scan.tokens, scan.lower, aside

    def percent(self, index: int) -> str:
        """Kind of a percentage."""
        if self.differs(index):
            return "difference"
        return "change" if self.changes(index) and not self._moves(index) else "percent"

    def _moves(self, index: int) -> bool:
        """Whether a share is where something moved from or to: "fell from 3% in 2005 to 1% in 2011"."""
        if self.lower[index - 1] in TO:
            return True
        first, last = index, self.scan.clause(index)[1]
        to = next((i for i in range(first + 1, last) if self.scan.kind(i) == "percent"), None)
        opened = self.lower[index - 1] in FROM
        return opened and to is not None and self.lower[to - 1] in TO and not self.scan.any(first, to, "and", "versus")

    def plain(self, index: int, mention: Mention) -> str | None:
        """Kind of a plain figure, None when nothing says that it is a result."""
        reached = self._is_reached(index, mention)
        if self.is_size(index, mention) or not (lasts(mention) or reached) or self._is_price(mention):
            return None
        if mention.kind == "time" and self.is_followed(index):
            return None
        kind = self.statistic(index)
        strong = (
            (reached and kind in {"mean", "median"})
            or self.has_spread(index)
            or self.is_opposed(index)
            or self._opens_list(index)
            or self._is_named(index, kind)
        )
        if strong or (kind is not None and self._is_said(index)) or self._is_labelled(index):
            return kind or self.default(index, mention)
        if mention.kind == "time":
            told = reached or (self.tokens[self.said_by(index)].has("auxiliary") and not self._is_of(index))
            return kind or "duration" if told and self._is_time_to_event(index) else None
        if (mention.kind == "measure" or is_fraction(mention)) and self._is_said(index):
            return kind or self.default(index, mention)
        return None

    def _is_of(self, index: int) -> bool:
        """Whether what lasts is named behind the figure: "52 weeks of trastuzumab"."""
        return self.scan.any(index + 1, index + 2, "of")

    def _is_reached(self, index: int, mention: Mention) -> bool:
        """Whether something lasts so long now, and nothing was read then: "improved median PFS to 4.3 months"."""
        if mention.kind != "time" or mention.values.get("cue") != "by" or self.lower[index - 1] not in REACHED:
            return False
        return self.scan.any(self.scan.clause(index)[0], index, "moving")

    def _is_time_to_event(self, index: int) -> bool:
        """Whether the clause is on a time until something happens: "PFS was 11 months"."""
        first = self.scan.clause(index)[0]
        known = (endpoint(name) for i, name in self.scan.read.endpoints.items() if first <= i < index)
        return any(record is not None and record.kind == "tte" for record in known)

    def default(self, index: int, mention: Mention) -> str:
        """Kind of a plain figure whose statistic is not named."""
        if mention.kind == "time":
            return "duration"
        if "money" in mention.rule:
            return "cost"
        if self.has_spread(index):
            return "mean"
        if (
            mention.kind == "number"
            and is_fraction(mention)
            and self.scan.cue("rate_name", self.scan.clause(index)[0], index)
        ):
            return "rate"
        return "score" if mention.kind == "measure" or is_fraction(mention) else "count"

    # -- differences and changes -------------------------------------------------------------------------------

    def differs(self, index: int) -> bool:
        """Whether "difference" speaks of this one value, and not of the two that differ."""
        if index > 1 and self.lower[index - 1] == "=" and self.lower[index - PAIR] in DELTA:
            return True
        if self.scan.kind(index) == "time" and (self.lower[index][0] == "+" or self._gained(index)):
            return True  # "+4.8 months", "a gain of 2.7 months": times are gained over the other arm
        if self.is_opposed(index):
            return False
        if self._is_more(index):
            return True
        first = self.scan.segment(index)[0]
        return self.scan.cue("difference", max(index - NEAR, first), index) or self._difference_between(first, index)

    def _gained(self, index: int) -> bool:
        """A difference of two times: "a gain of 2.7 months", "improved by 2 months"; not "improved to 9 months"."""
        stated = self.tokens[index - 1].has("of") or self.lower[index - 1] == "by"
        first = max(self.scan.segment(index)[0], index - NEAR)
        return stated and (self.scan.cue("change", index - PAIR, index) or self.scan.cue("gain", first, index))

    def _is_more(self, index: int) -> bool:
        """Whether a figure says by how much: "4.2 kg greater with X than with Y"; of a share that is a change."""
        after = self.scan.skip_unit(index + 1)
        compared = after < self.scan.size and self.tokens[after].has("comparative")
        return (
            self.scan.kind(index) in PLAIN and compared and self.scan.any(after, self.scan.clause(index)[1], "versus")
        )

    def _difference_between(self, first: int, index: int) -> bool:
        """However far before the value: "the difference in scores between the X and Y groups was -1.5"."""
        if not self.scan.holds("difference"):
            return False
        last = max((i for i in range(first, index) if self.scan.kind(i) in PLAIN | {"percent"}), default=first)
        between = any(self.lower[i] in {"between", "entre"} for i in range(last, index))
        stated = self.tokens[self.said_by(index)].has("auxiliary", "measure_verb", "of")
        return between and stated and self.scan.cue("difference", last, index)

    def changes(self, index: int) -> bool:
        """Whether a figure is the size of a change: "a reduction of 28%", "28% lower"."""
        if not self.scan.holds("change"):
            return False
        first = max(index - NEAR, self.scan.segment(index)[0])
        if self.lower[self.said_by(index)] not in PLACING and self._names_change(first, index):
            return True
        if self.scan.any(index + 1, index + 2, "self_changing"):
            return False  # "9% gained at least 15 letters" are patients
        joints = (i for i in range(index + 1, index + BEHIND) if i >= self.scan.size or self._parts_values(i))
        behind = self.scan.text(index + 1, next(joints, index + BEHIND))
        people = self.scan.any(index + 1, index + BEHIND, "auxiliary", "person")
        return self.scan.words.cue("change", behind) and not people

    def _parts_values(self, index: int) -> bool:
        return self.lower[index] == "," or self.tokens[index].has("and", "contrast")

    def _names_change(self, first: int, index: int) -> bool:
        """Whether a word for a change stands before a value, and not after "without" or in a label before an arm."""
        for i in range(first, index):
            if self.scan.words.cue("change", self.lower[i]) and not (i > 0 and self.lower[i - 1] in NOT):
                return not any(self.lower[k] == ":" and k + 1 in self.scan.arm_at for k in range(i, index))
        return False

    def said_by(self, index: int) -> int:
        """The token that introduces a value: the one before, but for adverbs, articles and statistics."""
        before = index - 1
        skip = self.scan.words.classes["filler"]
        while before > 0 and (
            (self.lower[before] in skip and not self.tokens[before].has("auxiliary", "have", "preposition"))
            or self.tokens[before].has("determiner", "respectively")
        ):
            before -= 1
        return max(before, 0)

    # -- evidence ----------------------------------------------------------------------------------------------

    def statistic(self, index: int) -> str | None:
        """The statistic that is named before a figure in its clause, or just behind it."""
        first = self.scan.clause(index)[0]
        ratio = self._ratio(index)
        if ratio is not None:
            return ratio
        if self.differs(index):
            return "difference"
        if self._is_rate(index):
            return "rate"
        named = (kind for name, kind in STATISTICS if self._is_near(name, first, index))
        kind = next(named, None)
        changed = self.scan.kind(index) != "time" and self.changes(index)
        return "change" if changed and kind in {None, "mean", "median"} else kind

    def _is_near(self, name: str, first: int, index: int) -> bool:
        """Whether a statistic is named around a figure, and not in a bracket of another figure."""
        before = " ".join(self.lower[i] for i in range(first, index) if not self._is_anothers(i, index))
        return self.scan.words.cue(name, before) or self.scan.cue(name, index + 1, index + BEHIND)

    def _is_anothers(self, i: int, index: int) -> bool:
        """Whether a token stands in a bracket that holds figures and is closed before a figure."""
        opened = self.scan.opener[i]
        if opened is None or opened == self.scan.opener[index]:
            return False
        closed = self.scan.closer.get(opened, self.scan.size)
        return closed < index and any(k in self.scan.read.mentions for k in range(opened + 1, closed))

    def _ratio(self, index: int) -> str | None:
        """A ratio named at the head of its part: "(hazard ratio for severe flare, X vs. Y, 0.27 [95% CI ...])"."""
        first = self.scan.segment(index)[0]
        told = (i for i in range(first, index) if self.scan.kind(i) not in {None, "time", *IN_WORDS})
        if self.scan.kind(index) != "number" or next(told, None) is not None:
            return None
        return next((kind for kind in sorted(RATIOS) if self.scan.cue(f"named_{kind}", first, index)), None)

    def _is_rate(self, index: int) -> bool:
        """Whether "per 100 woman-years" is the figure's unit, or follows the list that it belongs to."""
        unit = str(self.scan.read.mentions[index].values.get("unit", ""))
        after = index + 1
        while self.scan.kind(after) == "interval" or self.scan.text(after, after + 1) in BRACKETS:
            after += 1  # "7.9 (95% CI 6.1-10.1) per 100 person-years"
        behind = self.scan.text(after, after + RATE).split(")")[0].split(";")[0]
        return (self.scan.holds("rate") and self.scan.words.cue("rate", behind)) or unit.startswith(("per ", "pour "))

    def _is_said(self, index: int) -> bool:
        """Whether a verb or sign states the figure: "was 12 mm Hg", "by 6 points", "of 3.2"."""
        token = self.tokens[self.said_by(index)]
        if token.has("auxiliary", "measure_verb", "have", "person_verb") or token.text in SAYING:
            return True
        return any(self.scan.words.cue(name, token.text) for name in ("difference", "mean", "median", "change"))

    def _is_labelled(self, index: int) -> bool:
        """A name and a sign before the figure: "(X: -30 mm; placebo: -16)", "(median PFS, 6.5 months"."""
        if index < PAIR or self.lower[index - 1] not in {":", "=", ","}:
            return False
        if self.lower[index - 1] != ",":
            return index - PAIR in self.scan.arm_at
        first = self.scan.segment(index)[0]
        inside = self.scan.opener[index] is not None
        fresh = not any(i in self.scan.read.mentions for i in range(first, index) if i not in self.scan.arm_at)
        named = index - PAIR in self.scan.arm_at or any(self.scan.cue(name, first, index) for name, _ in STATISTICS)
        return inside and fresh and named

    def has_spread(self, index: int) -> bool:
        """Whether a spread or interval stands behind a figure."""
        if index in self.aside.spreads or index in self.aside.intervals:
            return True
        for i in range(index + 1, min(index + BEHIND, self.scan.size)):
            if self.scan.kind(i) in {"dispersion", "interval"}:
                return True
            if not (self.lower[i] in OPENING or self.scan.is_unit(i) or self._goes_on(index, i)):
                return False
        return False

    def has_bounds(self, index: int) -> bool:
        """Whether the bracket behind a figure holds its interval and nothing else: "0.81 (0.66-0.99)"."""
        bracket = range(index + 1, min(index + PAIR + 1, self.scan.size))
        return index in self.aside.intervals or any(self.scan.kind(i) == "interval" for i in bracket)

    def _goes_on(self, index: int, i: int) -> bool:
        """Whether a bracket goes on from its figure to its interval: "(difference, -59.1 centiloids; 95% CI, ...)"."""
        if self.scan.opener[index] is None or self.scan.opener[i] != self.scan.opener[index]:
            return False
        word = i == index + 1 and self.lower[i].isalpha() and not self.tokens[i].classes
        return word or self.lower[i] in {";", ","}

    def _is_named(self, index: int, kind: str | None) -> bool:
        """Whether a figure stands right behind its endpoint and statistic, as on slides: "median PFS 8.1 months"."""
        before = index - 1
        statistics = ("mean", "median", "ls_mean")
        stated = kind in statistics and any(self.scan.cue(name, before, index) for name in statistics)
        if stated:
            before -= 1
        said = before >= 0 and before in self.scan.read.endpoints
        figure = self.scan.read.mentions[index]
        if said and figure.kind == "number" and is_fraction(figure) and self._is_scale(before):
            return True
        return said and (stated or (kind in statistics and self.scan.any(before - MEAN, before, *statistics)))

    def _is_scale(self, index: int) -> bool:
        record = endpoint(self.scan.read.endpoints[index])
        return record is not None and record.kind not in COUNTED

    def _opens_list(self, index: int) -> bool:
        """A bracket that holds a list of figures from its start: "OS (11.8, 12.3 and 11.7 months, respectively)"."""
        opened = self.scan.opener[index]
        if opened is None or opened + 1 != index:
            return False
        told = self.scan.any(opened, self.scan.closer.get(opened, self.scan.size), "respectively")
        alike = sum(
            self.scan.kind(i) == self.scan.kind(index) for i in range(index, self.scan.closer.get(opened, index))
        )
        return told and alike > 1

    def is_opposed(self, index: int) -> bool:
        """Whether a figure stands in a pair of its like: "(3 vs. 9)", "26 v 16 days"."""
        return any(self._opposite(index, step) for step in (1, -1))

    def _opposite(self, index: int, step: int) -> bool:
        versus = False
        for i in self.scan.walk(index, step):
            token = self.tokens[i]
            if token.has("versus") and token.text not in LOOSE:
                versus = True
            elif self.scan.kind(i) in PLAIN | {"percent", "people"} and i not in self.aside.used:
                return versus
            elif not (self._beside(i) or self.scan.is_unit(i) or token.text in ",%" or token.has("person", "of")):
                return False
        return False

    def _beside(self, index: int) -> bool:
        return self.scan.kind(index) in BESIDE or index in self.aside.used

    def is_size(self, index: int, mention: Mention) -> bool:
        """Whether a figure counts what the trial is made of, or stands in a scale: "in 12 centres", "0 to 158"."""
        after = self.scan.token(index + 1)
        if after is not None and after.text in self.scan.words.classes["design_noun"]:
            return True
        if self._is_test(index) or (after is not None and after.text == "%"):
            return True  # a share that is none is the level of an interval, or a power
        first = max(self.scan.segment(index)[0], index - NEAR)
        if self._is_limited(first, index) or self.is_bound(index):
            return True
        level = self.scan.opener[index]
        near = (i for i in range(first, index) if self.scan.opener[i] == level and self.scan.kind(i) != "dispersion")
        said = " ".join(self.lower[i] for i in near)  # without the "(range, 1-23)" of the figure before
        return self.scan.words.cue("scale", said) and not is_fraction(mention)

    def _is_limited(self, first: int, index: int) -> bool:
        """Whether a limit is spoken of; one at which data are read, "at clinical cutoff", limits no figure."""
        limits = self.scan.words.classes["limit"]
        told = (i for i in range(first, index) if self.lower[i] in limits)
        dated = (any(self.lower[k] in CLOSES for k in range(max(0, i - PAIR), i)) for i in told)
        return self.scan.cue("limit", first, index) and not any(dated)

    def is_bound(self, index: int) -> bool:
        """Whether "=" stands for a lost "at least": "PD-L1 = 1%", "dans = 50 % des cellules", "= 2 points (24 %"."""
        if index < PAIR or self.lower[index - 1] != "=":
            return False
        before, after = index - PAIR, index + 1
        opens = after + 1 < self.scan.size and self.lower[after] in OPENING and self.scan.kind(after + 1) == "percent"
        named = self.scan.kind(before) == "name" or "-" in self.lower[before]
        return self.tokens[before].has("preposition") or (named and before not in self.scan.arm_at) or opens

    def is_followed(self, index: int) -> bool:
        """Whether a time is how long people were followed or treated: "un suivi moyen de 30 mois"."""
        near = max(self.scan.segment(index)[0], index - BEHIND)
        return self.scan.cue("followed", near, index) or self.scan.cue("followed", index + 1, index + BEHIND)

    def _is_price(self, mention: Mention) -> bool:
        """Whether money is paid and not measured: no cost, saving or QALY is spoken of."""
        return "money" in mention.rule and not self.scan.cue("costs", 0, self.scan.size)

    def _is_test(self, index: int) -> bool:
        """Whether a figure is a test's: "χ(2)(1) = 0.35", "t = 2.1"."""
        i = index - 1
        while i > 0 and (self.lower[i] in {"=", "(", ")", ","} or self.scan.kind(i) == "number"):
            i -= 1
        return i < index - 1 and self.lower[max(i, 0)] in self.scan.words.classes["test_statistic"]
