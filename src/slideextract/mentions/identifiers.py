"""Registry numbers, in the form in which the registry prints them: "NCT 04221477" -> "NCT04221477"."""

import regex

from slideextract.mentions.reading import Values
from slideextract.rules import Language, Rule

PREFIX = {"nct": "NCT", "isrctn": "ISRCTN"}
SCHEMES = {
    "actrn": "anzctr", "chictr": "chictr", "ctri": "ctri", "drks": "drks", "irct": "irct", "jrct": "jrct",
    "umin": "umin", "japic": "japiccti", "jma": "jma", "kct": "kct", "pactr": "pactr", "tctr": "tctr",
    "slctr": "slctr", "lbctr": "lbctr", "rbr": "rebec", "rpcec": "rpcec", "per": "repec", "itmctr": "itmctr",
    "ntr": "ntr",
}  # fmt: skip
LETTERS = regex.compile(r"[A-Za-z]+")


def read(match: regex.Match[str], rule: Rule, spoken: Language) -> Values | None:  # noqa: ARG001 - a reader's signature
    """Registry id without stray signs, and the registry."""
    scheme = (rule.fixed or {}).get("scheme", "other")
    value = regex.sub(r"\s", "", match["value"]).replace("–", "-")
    if scheme == "other":
        letters = LETTERS.match(value)
        scheme = _scheme(letters[0].lower()) if letters else scheme
    return {"value": PREFIX.get(scheme, "") + value, "scheme": scheme}


def _scheme(letters: str) -> str:
    return next((scheme for prefix, scheme in SCHEMES.items() if letters.startswith(prefix)), "other")
