"""Typed figures in a text: `find_mentions` runs the rules of a language and settles their overlaps.

Which texts match is data (`lang/rules/*.toml`); how a match becomes values is one small module per family of kinds.
"""

from slideextract.mentions.find import Mention, find_mentions
from slideextract.mentions.view import view

__all__ = ["Mention", "find_mentions", "view"]
