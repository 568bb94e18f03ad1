"""What this installation knows: its rules, its checks, its readers, its limits and the flags of its results."""

from collections.abc import Iterator


def rules() -> Iterator[dict[str, str]]:
    """Each rule with its kind and a text that it finds."""
    from slideextract.rules import LANGUAGES, language

    for name in LANGUAGES:
        for rule in language(name).rules:
            example = " ".join(str(rule.yes[0]["text"]).split()) if rule.yes else ""
            yield {"rule": rule.id, "kind": rule.kind, "example": example}


def checks() -> Iterator[dict[str, str]]:
    """Each check with its severity and what it says."""
    from slideextract.checks import list_checks

    for check in list_checks():
        yield {"check": check.code, "severity": check.severity, "about": check.about}


def readers() -> Iterator[dict[str, str]]:
    """Each format that can be read, and who reads the text in its pictures."""
    from slideextract.readers import media_types, picture_reader

    for media_type in media_types():
        yield {"media_type": media_type, "pictures": picture_reader(media_type)}


def limits() -> Iterator[dict[str, str]]:
    """Each limit with what it allows here, and what it counts."""
    from slideextract.readers.limits import LIMITS, allowed

    for name, limit in LIMITS.items():
        yield {"limit": name, "most": str(allowed(name)), "counts": limit.counts}


def flags() -> Iterator[dict[str, str]]:
    """Each doubt of a result with the status that it gives, how many such rows were right, and what it says."""
    from slideextract.trust import RULE_UNSURE, status, trust

    for name, worth in sorted(trust().flags.items()):
        yield _flag(name, status([name]), f"{worth.right} of {worth.of}" if worth.of else "not counted", worth.about)
    weak = ", ".join(rule for rule in sorted(trust().rules) if trust().doubts(rule))
    yield _flag(RULE_UNSURE, status([RULE_UNSURE]), "see trust.toml", f"the rule that linked it is often wrong: {weak}")


def _flag(name: str, given: str, right: str, about: str) -> dict[str, str]:
    return {"flag": name, "status": given, "right": right, "about": about}
