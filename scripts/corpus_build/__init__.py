"""Builds the documents of `corpus/` and their gold from studies and documents written down as TOML."""
