"""Scores on documents that can't be published: they lie beside the repository, or these tests are skipped.

`dev_floors.json` holds a floor for each measure of each set, a little under what was reached last.
"""

import json
from pathlib import Path

import pytest

from slideextract import ingest
from slideextract.evaluate import Scores, evaluate, missed

DEV = Path(__file__).parents[2] / "shared" / "dev"
FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "dev_floors.json").read_text("utf-8"))
ABSTRACTS = "abstracts_en"
LEAST = {"accepted_tuple_precision": 0.95, "accepted_share": 0.8}  # what `status` is for; no floor may be under it
RECALL = {"value_recall", "tuple_recall"}
MEASURES = {*RECALL, "precision", "tuple_precision", *LEAST}
PARTLY = {"evidencemap": RECALL, "llm-meta": RECALL, "pico-corpus": {"value_recall"}}  # whose gold names some rows only

pytestmark = pytest.mark.skipif(not DEV.is_dir(), reason="the development documents are not here")


@pytest.fixture(scope="session", params=sorted(FLOORS))
def scored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Scores]:
    """The scores of one run over a set: a folder, or those of the abstracts whose gold names it."""
    name = str(request.param)
    out = tmp_path_factory.mktemp(name)
    if (DEV / name).is_dir():
        ingest([DEV / name], out)
        return name, evaluate(out, DEV / f"{name}.gold.jsonl")
    lines = (DEV / f"{ABSTRACTS}.gold.jsonl").read_text("utf-8").splitlines()
    own = {told["doc"]: line for line in lines if (told := json.loads(line)).get("set") == name}
    ingest([path for path in sorted((DEV / ABSTRACTS).iterdir()) if path.stem in own], out)
    (out / "gold.jsonl").write_text("\n".join(own.values()), "utf-8")
    return name, evaluate(out, out / "gold.jsonl")


def test_a_set_reaches_its_floors(scored: tuple[str, Scores]) -> None:
    name, scores = scored
    assert missed(scores, FLOORS[name]) == []


def test_every_set_has_a_floor_for_every_measure() -> None:
    assert {name: set(floors) for name, floors in FLOORS.items()} == {n: PARTLY.get(n, MEASURES) for n in FLOORS}
    whole = [floors for name, floors in FLOORS.items() if name not in PARTLY]
    assert all(floors[measure] >= least for floors in whole for measure, least in LEAST.items())
