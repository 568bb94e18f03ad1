"""A drug is known to the lexicon."""

from collections.abc import Iterator

from slideextract.facts import Fact
from slideextract.terms import find_drugs

CODE = "drug_unknown"
SEVERITY = "warn"
REVIEW = True


def check(fact: Fact) -> Iterator[str]:
    """Say which name only looks like a drug's, by its ending."""
    for name in fact.drugs:
        for hit in find_drugs(name):
            if hit.kind == "stem":
                hint = f"; {hit.suggestion} is spelled almost so" if hit.suggestion else ""
                yield f"{name} is no known drug{hint}"
