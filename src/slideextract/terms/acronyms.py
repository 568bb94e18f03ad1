"""Tokens in capitals that are never a trial's name: `lexicon/acronyms.toml`."""

from functools import lru_cache

from slideextract.terms.endpoints import endpoints
from slideextract.terms.folding import key
from slideextract.terms.lexicon import load_toml


def is_known_acronym(name: str) -> bool:
    """Whether an acronym is an endpoint, disease, method, journal, company ..., hence no trial: "BICLA", "ANOVA"."""
    folded = key(name)
    return folded in _known() or folded.rstrip(" 0123456789") in _known()


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    listed = {key(word) for group in load_toml("acronyms.toml").values() for word in group}
    measured = {key(s) for one in endpoints().values() for s in (*one.en, *one.fr) if s.isupper()}
    return frozenset(listed | measured)
