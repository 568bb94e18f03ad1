"""The order of the stages, nothing else."""

from slideextract.document import Document
from slideextract.facts import Extraction


def extract(document: Document) -> Extraction:
    """All facts, trials and the ledger of one document."""
    return Extraction(document=document.name, document_sha256=document.id, facts=(), trials=(), ledger=())
