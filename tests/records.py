"""Records for tests, with only the interesting fields given."""

from typing import Any

from slideextract.facts import Arm, DocumentRecord, Evidence, Extraction, Fact, Intervention, Ledger, Trial

SHA = "a" * 64


def fact(**fields: Any) -> Fact:
    given = {
        "result_id": "r1",
        "trial_id": "t1",
        "document": "deck.pptx",
        "document_sha256": SHA,
        "page": 3,
        "reader": "text",
        "language": "fr",
        "kind": "percent",
        "value": "56.2",
        "unit": "%",
        "raw": "56,2 %",
        "quote": "BICLA : 56,2 %",
        "char_start": 8,
        "char_end": 14,
        "rule": "fr.percent",
    }
    return Fact.model_validate(given | fields)


def evidence(**fields: Any) -> Evidence:
    given = {"document": "deck.pptx", "page": 3, "char_start": 0, "char_end": 5, "bbox": None, "quote": "BICLA"}
    return Evidence.model_validate(given | fields)


def arm(label: str, n: int | None = None) -> Arm:
    drug = Intervention(name=label.casefold(), raw=label)
    return Arm(arm_id=f"arm-{label}", label=label, type="EXPERIMENTAL", interventions=(drug,), n=n)


def trial(**fields: Any) -> Trial:
    given = {"trial_id": "t1", "acronym": "TULIP-SC", "registry_ids": ("NCT04877691",), "documents": ("deck.pptx",)}
    return Trial.model_validate(given | fields)


def document(**fields: Any) -> DocumentRecord:
    given = {
        "document": "deck.pptx",
        "sha256": SHA,
        "media_type": "text/plain",
        "status": "ok",
        "pages": 3,
        "language": "fr",
        "reader": "text",
        "results": 1,
        "error": None,
    }
    return DocumentRecord.model_validate(given | fields)


def ledger(**fields: Any) -> Ledger:
    given = {
        "page": 3,
        "char_start": 20,
        "char_end": 24,
        "raw": "2025",
        "verdict": "other",
        "reason": "read as date",
        "rule": "any.date",
    }
    return Ledger.model_validate(given | fields)


def extraction(**fields: Any) -> Extraction:
    given: dict[str, Any] = {"document": "deck.pptx", "document_sha256": SHA, "facts": (), "trials": (), "ledger": ()}
    return Extraction.model_validate(given | fields)
