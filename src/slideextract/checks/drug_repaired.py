"""A drug's name is spelled as in the lexicon."""

from collections.abc import Iterator

from slideextract.facts import Fact
from slideextract.terms import find_drugs

CODE = "drug_repaired"
SEVERITY = "warn"
REVIEW = True


def check(fact: Fact) -> Iterator[str]:
    """Say which printed name was read as which drug."""
    label = fact.arm or ""
    for hit in find_drugs(label):
        if hit.kind == "repaired":
            yield f"{label[hit.start : hit.end]} was read as {hit.name}"
