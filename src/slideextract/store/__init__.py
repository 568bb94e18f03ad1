"""Writes what a run found: JSON lines, a spreadsheet and a database, each complete or not there at all."""

from slideextract.store.folder import Contents, prepare, store

__all__ = ["Contents", "prepare", "store"]
