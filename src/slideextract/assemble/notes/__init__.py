"""Footnotes bound to what carries their marker: `*p nominal`, `†NRI` change what a figure says."""

from slideextract.assemble.notes.binding import Binder
from slideextract.assemble.notes.found import Notes, find_notes, without_markers

__all__ = ["Binder", "Notes", "find_notes", "without_markers"]
