"""Writes what a run found: JSON lines, a spreadsheet and a database, each complete or not there at all."""

from slideextract.store.atomic import write_text
from slideextract.store.folder import Contents, prepare, store

__all__ = ["Contents", "prepare", "store", "write_text"]
