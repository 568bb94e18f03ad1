"""Builds the documents of `corpus/` and their gold.

python scripts/build_corpus.py
"""

from pathlib import Path

from corpus_build.build import build

CORPUS = Path(__file__).resolve().parents[1] / "corpus"

if __name__ == "__main__":
    build(CORPUS)
