"""The order of the stages, nothing else."""

from slideextract.assemble import assemble
from slideextract.describe import trials
from slideextract.document import Document
from slideextract.facts import Extraction
from slideextract.ledger import ledger
from slideextract.resolve import facts


def extract(document: Document) -> Extraction:
    """All facts, trials and the ledger of one document."""
    assembled = assemble(document)
    found = facts(document, assembled)
    told = trials(document, assembled, found)
    return Extraction(
        document=document.name,
        document_sha256=document.id,
        facts=tuple(found),
        trials=tuple(told),
        ledger=tuple(ledger(document, assembled, found, told)),
    )
