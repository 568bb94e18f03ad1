"""Parts and relationships of an Office Open XML file, read one by one: pictures stay in the zip.

A part is fetched when it is asked for, so a deck of 300 MB of photographs costs its text only.
"""

import zipfile
from functools import cached_property
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree
from lxml.etree import _Element as Element

from slideextract.errors import ReadError
from slideextract.readers.limits import ZIP_ERRORS, allowed, beyond, check

# What the parser says where it stops by itself, and what that means.
STOPS = {"Excessive depth": "elements nested more than 256 deep", "limit exceeded": "a text of more than 10 MB"}
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream in which Office puts a locked file
DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
STRICT = b"http://purl.oclc.org/ooxml/"
# ISO "strict" files use other names for the same elements; they are read as "transitional" ones.
TRANSITIONAL = {
    STRICT + strict: b"http://schemas.openxmlformats.org/" + usual
    for strict, usual in {
        b"presentationml/main": b"presentationml/2006/main",
        b"wordprocessingml/main": b"wordprocessingml/2006/main",
        b"drawingml/main": b"drawingml/2006/main",
        b"drawingml/chart": b"drawingml/2006/chart",
        b"drawingml/diagram": b"drawingml/2006/diagram",
        b"officeDocument/math": b"officeDocument/2006/math",
        b"officeDocument/relationships": b"officeDocument/2006/relationships",
    }.items()
}


class Relation(NamedTuple):
    """Where a part points: the last word of the relation's type, and the part's name."""

    kind: str
    target: str


class Package:
    """An opened OOXML file.

    Args:
        data: the whole file.
        name: what error messages call it.

    Raises:
        ReadError: `encrypted`, `unsupported` (an old binary format) or `corrupt`.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._total = 0
        if data.startswith(OLE_MAGIC):
            if ENCRYPTED in data:
                message = f"{name}: protected by a password; save a copy without it"
                raise ReadError(message, "encrypted")
            message = f"{name}: an old binary Office format; save it as .pptx or .docx"
            raise ReadError(message, "unsupported")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except ZIP_ERRORS as error:
            message = f"{name}: not a whole zip file ({error})"
            raise ReadError(message, "corrupt") from error

    @cached_property
    def _names(self) -> dict[str, str]:
        return {_folded(info.filename): info.filename for info in self._zip.infolist()}

    def __contains__(self, part: str) -> bool:
        return _folded(part) in self._names

    def parts(self, folder: str) -> list[str]:
        """Names of the parts right inside `folder`, in the zip's order."""
        return [name for name in self._names.values() if dirname(name.replace("\\", "/")) == folder]

    def read(self, part: str) -> bytes:
        """The bytes of a part.

        Raises:
            ReadError: the part is missing or damaged (`corrupt`), locked or too large (`hostile`).
        """
        found = self._fetch(part, allowed("part") + 1)
        check("part", len(found), f"{self.name}: part {part}")
        self._total += len(found)
        check("parts", self._total, self.name)  # so that one bomb can't be used as every slide
        return found

    def picture(self, part: str) -> bytes:
        """The bytes of a picture; they are read one by one, so they count towards no total.

        Raises:
            ReadError: the part is missing, damaged or too large.
        """
        found = self._fetch(part, allowed("picture") + 1)
        if len(found) > allowed("picture"):
            message = f"{part}: {beyond('picture')}"
            raise ReadError(message, "needs_ocr")
        return found

    def _fetch(self, part: str, most: int) -> bytes:
        name = self._names.get(_folded(part))
        if name is None:
            message = f"{self.name}: part {part} is missing"
            raise ReadError(message, "corrupt")
        try:
            with self._zip.open(name) as stream:
                return stream.read(most)
        except ZIP_ERRORS as error:
            message = f"{self.name}: part {part} is damaged ({error})"
            raise ReadError(message, "corrupt") from error

    def xml(self, part: str) -> Element:
        """The root element of a part; a part with a DOCTYPE is refused, as no Office writes one."""
        data = self.read(part)
        if any(doctype in data for doctype in DOCTYPES):
            raise self._declared(part)
        if STRICT in data:
            for strict, usual in TRANSITIONAL.items():
                data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._unparsed(part, str(error)) from error
        if root.getroottree().docinfo.internalDTD is not None:  # in an encoding that hid it, such as UTF-7
            raise self._declared(part)
        return root

    def _declared(self, part: str) -> ReadError:
        return ReadError(
            f"{self.name}: part {part} declares a DOCTYPE, which no Office file needs; save it anew", "hostile"
        )

    def _unparsed(self, part: str, error: str) -> ReadError:
        error = error.partition(" (<string>")[0]  # the parser's name for what it was given
        if stop := next((what for words, what in STOPS.items() if words in error), None):
            message = f"{self.name}: part {part} has {stop}, where the parser stops; save it anew"
            return ReadError(message, "hostile", contained=True)
        return ReadError(f"{self.name}: part {part} is damaged (no well-formed XML: {error})", "corrupt")

    def relations(self, part: str) -> dict[str, Relation]:
        """What `part` refers to inside the file, by relation id; external targets are left out."""
        folder = dirname(part)
        listed = join(folder, "_rels", basename(part) + ".rels")
        if listed not in self:
            return {}
        found: dict[str, Relation] = {}
        for item in self.xml(listed).iter(RELATIONSHIPS + "Relationship"):
            if item.get("TargetMode") == "External":
                continue
            target = unquote(item.get("Target", "").replace("\\", "/"))
            kind = item.get("Type", "").rpartition("/")[2]
            found[item.get("Id", "")] = Relation(kind, normpath(join("/", folder, target)).lstrip("/"))
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Targets of the relations of one kind that exist, in the order of the file."""
        return [relation.target for relation in self.relations(part).values() if relation.kind == kind]


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
