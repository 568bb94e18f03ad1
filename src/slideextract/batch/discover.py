"""Finds the input files: folders are walked, sorted, and what is left out is counted."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

IGNORE_FILE = ".slideextractignore"  # one file-name pattern a line, for the folder that it stands in
# Left behind by Office, macOS and Windows; opening them as documents only makes noise.
LITTER = ("~$*", "Thumbs.db", "desktop.ini", "*.tmp", "*.crdownload", "*.part")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read.

    Attributes:
        name: path relative to the ingested root, POSIX; the `document` of every record.
        problem: why it can't be opened, where that is known before; None for a file.
    """

    path: Path
    name: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Discovery:
    """Sources sorted by name, and how many files of the folders were left out."""

    sources: tuple[Source, ...]
    ignored: int = 0

    @property
    def files(self) -> int:
        """How many sources are there to be opened."""
        return sum(source.problem is None for source in self.sources)


def discover(paths: Iterable[Path], exclude: Path | None = None) -> Discovery:
    """All files under `paths`, each once, in the order of their names.

    Args:
        paths: files and folders; a folder is walked to the bottom, links to folders are not followed.
        exclude: the output folder: what an earlier run left there is no input.
    """
    roots = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100 - resolve() would follow links
    base = _base(roots)
    walk = _Walk(base, exclude.resolve() if exclude else None)
    found = {source.path: source for root in roots for source in walk.root(root)}
    return Discovery(tuple(sorted(found.values(), key=lambda source: source.name)), len(walk.ignored))


def _base(roots: list[Path]) -> Path:
    """The folder that names are relative to: the root itself, or what several roots have in common."""
    if len(roots) == 1 and roots[0].is_dir():
        return roots[0]
    return Path(os.path.commonpath([root.parent for root in roots])) if roots else Path()


class _Walk:
    def __init__(self, base: Path, exclude: Path | None) -> None:
        self.base, self.exclude = base, exclude
        self.ignored: set[Path] = set()

    def root(self, path: Path) -> Iterator[Source]:
        if path.is_dir():
            found = list(self._folder(path))
            yield from found or [self._source(path, "the folder holds no document")]
        elif path.exists():
            yield self._source(path, _problem(path))
        else:
            yield self._source(path, "there is no such file or folder: check the path")

    def _folder(self, folder: Path) -> Iterator[Source]:
        if folder.resolve() == self.exclude:
            return
        try:
            entries = sorted(folder.iterdir())
            patterns = _patterns(folder)
        except OSError as error:
            yield self._source(folder, f"the folder can't be read: {error.strerror or error}")
            return
        for entry in entries:
            if entry.name.startswith(".") or any(fnmatch(entry.name, pattern) for pattern in patterns):
                self.ignored.add(entry)
            elif entry.is_dir():
                if not entry.is_symlink():
                    yield from self._folder(entry)
            else:
                yield self._source(entry, _problem(entry))

    def _source(self, path: Path, problem: str | None) -> Source:
        name = path.name if path == self.base else path.relative_to(self.base).as_posix()
        return Source(path, _utf8(name), problem)


def _patterns(folder: Path) -> tuple[str, ...]:
    own = folder / IGNORE_FILE
    lines = own.read_text("utf-8", errors="replace").splitlines() if own.is_file() else []
    return LITTER + tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _problem(path: Path) -> str | None:
    if path.is_file():
        return None
    if path.is_symlink():
        return "a link that leads nowhere"
    return "neither a file nor a folder (a pipe, socket or device): not opened"


def _utf8(name: str) -> str:
    """The name with bytes that are no UTF-8 written out, so that it fits into JSON."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
