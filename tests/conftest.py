"""What several test files share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from slideextract.readers.ocr import recogniser


@pytest.fixture(autouse=True, scope="session")
def no_recogniser() -> Iterator[None]:
    """Pictures are read only in the tests that say so: elsewhere the same is found on every machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recogniser, "RECOGNISERS", ())
        yield


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The demonstration corpus."""
    return Path(__file__).parents[1] / "corpus"


@pytest.fixture(scope="session")
def corpus_run(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of one run over the corpus."""
    from slideextract import ingest  # noqa: PLC0415 - tests that don't need it shouldn't wait for it

    out = tmp_path_factory.mktemp("corpus_run")
    ingest([corpus], out)
    return out
