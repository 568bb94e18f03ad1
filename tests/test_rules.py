"""Each rule against its own examples, all rules together; and rules that don't load, or take too long."""

import re
import time
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from slideextract import rules
from slideextract.errors import RuleError
from slideextract.mentions import Mention, find_mentions
from slideextract.mentions.view import squeeze
from slideextract.rules import LANGUAGES, Language, Rule, language

README = Path(__file__).parents[1] / "README.md"
RULES = [
    (name, rule)
    for name in LANGUAGES
    for rule in (*language(name).rules, *language(name).damaged, *language(name).misread)
]
YES = [(name, rule, yes) for name, rule in RULES for yes in rule.yes]
NO = [(name, rule, text) for name, rule in RULES for text in rule.no]
SLOTLESS = {"text", "language", "raw"}  # keys of an example that are no slots

# What a page repeats when it is broken or hostile, alone or in long rows
PUMPS = [
    "1", "12 ", "1,", "1.", "1, ", "0.5-", "12 345 ", "a ", "word ", "é", "A-", "A1-", "A+", "x.", "x@", "n = ",
    "(", "[1, ", "[1-2] ", "- ", "--", "%", "12 % ", "12 mg/", "12 patients and ", "8 of ", "8/", "vingt-",
    "one hundred and ", "cent ", "p = ", "p < 0.05 and ", "95 % CI ", "95% CI 1 to ", "IC 95 % ", "ratio of the ",
    "HR ", "± ", "range 1 to ", "mean (SD) 1 (", "S52 ", "at week 4 and ", "à 12 mois et ", "aged 1 to ",
    "from 1 to ", "increased from ", "de 1 à ", "1 à 5 mg et ", "every 2 weeks ", "less than ", "≥ ", "grade 3 or ",
    "phase 1/", "1:", "+33 ", "01 ", "2024;12", "May 12 ", "1er ", "10.1234/", "http://a/", "www.", "<sup>", "&lt;",
    "\\leq ", "$", "~", "^", "_", "*", "10^", "m(2) ", "  ", "\n",
]  # fmt: skip
SHORT, LONG = 2_500, 10_000  # characters
GROWTH = 12  # times the time for four times the text: sixteen would be quadratic
FAST = 0.3  # seconds below which growth isn't measured: it would be noise


def fits(mention: Mention, rule: Rule, yes: Mapping[str, str]) -> bool:
    """Whether a mention is the one that the example promises."""
    if mention.kind != rule.kind or ("raw" in yes and yes["text"][slice(*mention.spans["raw"])] != yes["raw"]):
        return False
    slots = {slot: value for slot, value in yes.items() if slot not in SLOTLESS}
    return all(same(mention.values.get(slot), value) for slot, value in slots.items())


def same(found: Decimal | str | None, expected: str) -> bool:
    return found == Decimal(expected) if isinstance(found, Decimal) else found == expected


@pytest.mark.parametrize(("spoken", "rule", "yes"), YES, ids=[f"{rule.id}: {yes['text']}" for _, rule, yes in YES])
def test_a_rule_finds_its_examples_among_all_rules(spoken: str, rule: Rule, yes: Mapping[str, str]) -> None:
    found = find_mentions(yes["text"], spoken, recognised=rule.recognised)
    assert [m for m in found if m.rule == rule.id and fits(m, rule, yes)], found


@pytest.mark.parametrize(("spoken", "rule", "text"), NO, ids=[f"{rule.id}: {text}" for _, rule, text in NO])
def test_a_rule_leaves_its_counterexamples_alone(spoken: str, rule: Rule, text: str) -> None:
    found = find_mentions(text, spoken, recognised=rule.recognised)
    assert [m for m in found if m.rule == rule.id] == []


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_a_language_has_an_example_of_each_kind(spoken: str) -> None:
    kinds = {rule.kind for _, rule in RULES}
    assert kinds - {rule.kind for name, rule in RULES if name == spoken and rule.yes} == set()


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_rules_have_names_of_their_own(spoken: str) -> None:
    names = [rule.id for name, rule in RULES if name == spoken]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("spoken", "rule"), RULES, ids=[rule.id for _, rule in RULES])
def test_a_pattern_compiles_and_calls_no_part_by_mistake(spoken: str, rule: Rule) -> None:
    assert rule.pattern.pattern == rule.source
    assert "(?:&" not in rule.source
    assert language(spoken).expand("(?&number)", rule.id) != "(?&number)"


@pytest.mark.parametrize(
    ("spoken", "rule"),
    [(name, rule) for name, rule in RULES if rule.at_number],
    ids=lambda value: getattr(value, "id", value),
)
def test_a_rule_that_starts_at_numbers_finds_what_a_search_of_all_places_finds(spoken: str, rule: Rule) -> None:
    for text in {yes["text"] for _, _, yes in YES}:
        seen = squeeze(text).text
        lowered = seen.lower()
        everywhere = [match.span() for match in rule.find(seen)]
        assert [match.span() for match in rule.find(seen, language(spoken).starts(lowered))] == everywhere, text


@pytest.mark.parametrize("rule", [rule for _, rule in RULES if rule.need], ids=lambda rule: rule.id)
def test_a_rule_finds_nothing_without_the_literals_that_it_needs(rule: Rule) -> None:
    for text in {*(yes["text"] for _, _, yes in YES), *(text for _, _, text in NO)}:
        seen = squeeze(text).text
        assert not list(rule.find(seen)) or any(literal in seen.lower() for literal in rule.need), text


def made(entry: dict[str, Any], **own: Any) -> Language:
    """A language of one rule."""
    rule = {"id": "percent.test", "kind": "percent", "pattern": r"\d+ %", "yes": [{"text": "12 %"}]} | entry
    given = {"decimal": ".", "number_words": {"one": 1}, "terms": {}, "define": {}, "rule": []} | own
    return Language(
        "en", given, {"terms": {}, "define": {}, "rule": [{k: v for k, v in rule.items() if v is not None}]}
    )


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ({"pattern": "(?&nothing)"}, "en.percent.test calls the part nothing"),
        ({"cue": "(?&nothing)"}, "en.percent.test calls the part nothing"),
        ({"yes": []}, "en.percent.test has no `yes`"),
        ({"kind": None}, "en.percent.test lacks kind"),
        ({"patern": "x"}, "en.percent.test has the unknown key patern"),
        ({"id": None}, "lacks id"),
    ],
)
def test_a_rule_that_does_not_load_is_named(entry: dict[str, Any], what: str) -> None:
    with pytest.raises(RuleError, match=what):
        made(entry)


def test_a_pattern_that_does_not_compile_is_named() -> None:
    (rule,) = made({"pattern": "(12"}).rules
    with pytest.raises(RuleError, match=r"rule en\.percent\.test is no pattern"):
        list(rule.find("12 %"))


def test_a_language_that_is_not_there_is_named() -> None:
    with pytest.raises(RuleError, match="no rules for the language 'de': there are en, fr"):
        language("de")


def test_a_file_that_is_no_toml_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    (tmp_path / "lang").mkdir()
    (tmp_path / "lang" / "any.toml").write_text("[define", "utf-8")
    monkeypatch.setattr(rules, "files", lambda _: tmp_path)
    language.cache_clear()
    with pytest.raises(RuleError, match=r"lang/any\.toml is no TOML"):
        language("en")
    language.cache_clear()


@pytest.mark.parametrize("at", ["number", None])
def test_a_rule_that_runs_out_of_its_time_is_named(at: str | None) -> None:
    (rule,) = made({"pattern": r"(?:1|11)+$", "at": at}).rules
    text = "1" * 1_500 + "b"  # longer than a text without a clock
    with pytest.raises(RuleError, match=r"rule en\.percent\.test needs more than 0\.05 s"):
        list(rule.find(text, range(len(text)), timeout=0.05))


def test_the_rule_of_the_readme_works() -> None:
    block = re.findall(r"```toml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)[0]
    (entry,) = tomllib.loads(block)["rule"]
    own, shared = rules.read_tables("fr")
    rule = Language("fr", {**own, "rule": [entry]}, shared).rules[0]
    (yes,) = rule.yes
    (match,) = rule.find(yes["text"])
    found = {slot: language("fr").number(match[slot]) for slot in ("level", "lower", "upper")}
    assert found == {slot: Decimal(yes[slot]) for slot in found}
    assert [text for text in rule.no if list(rule.find(text))] == []


def seconds(text: str, spoken: str) -> float:
    """The least of a few runs: a busy machine only ever adds."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        find_mentions(text, spoken)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("pump", PUMPS)
def test_time_grows_with_the_text_and_no_faster(pump: str, spoken: str) -> None:
    seconds(pump, spoken)  # patterns compile
    long = seconds((pump * LONG)[:LONG], spoken)
    if long > FAST:
        assert long < GROWTH * seconds((pump * LONG)[:SHORT], spoken)


@pytest.mark.parametrize(
    ("spoken", "printed", "value"),
    [
        ("en", "1,042", "1042"),
        ("en", "0,05", "0.05"),
        ("en", ".03", "0.03"),
        ("en", "1,234,567.8", "1234567.8"),
        ("en", "−4.2".replace("−", "-"), "-4.2"),
        ("en", "+0.95", "0.95"),
        ("en", "two hundred and forty-nine", "249"),
        ("en", "three thousand ten", "3010"),
        ("en", "1.000", "1"),
        ("fr", "1 042", "1042"),
        ("fr", "0 ,05", "0.05"),
        ("fr", "12,5", "12.5"),
        ("fr", "1.234.567", "1234567"),
        ("fr", "195.000", "195000"),
        ("fr", "soixante-quinze", "75"),
        ("fr", "quatre-vingt-douze", "92"),
        ("fr", "quatre-vingts", "80"),
        ("fr", "deux cent trois", "203"),
        ("fr", "deux mille trois cents", "2300"),
        ("fr", "vingt et un", "21"),
    ],
)
def test_numbers_as_printed(spoken: str, printed: str, value: str) -> None:
    assert language(spoken).number(printed) == Decimal(value)


@pytest.mark.parametrize(("printed", "value"), [("1.042", "1042"), ("1,042", "1042"), ("1 042", "1042"), ("12", "12")])
@pytest.mark.parametrize("spoken", LANGUAGES)
def test_numbers_that_count(spoken: str, printed: str, value: str) -> None:
    assert language(spoken).whole(printed) == Decimal(value)


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("printed", ["many", "", "some-ten", "and", "10b", "1.2.x"])
def test_words_that_are_no_numbers(spoken: str, printed: str) -> None:
    with pytest.raises(ValueError, match="no number"):
        language(spoken).number(printed)


@pytest.mark.parametrize(
    ("spoken", "table", "surface", "term"),
    [
        ("en", "time_unit", "Weeks", "weeks"),
        ("fr", "time_unit", "semaines", "weeks"),
        ("en", "dose_unit", "mcg", "µg"),
        ("fr", "time_unit", "lune", None),
    ],
)
def test_terms(spoken: str, table: str, surface: str, term: str | None) -> None:
    assert language(spoken).term(table, surface) == term
