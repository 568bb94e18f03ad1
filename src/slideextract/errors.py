"""The errors a caller may catch: one base class, one subclass per door of the house."""


class SlideExtractError(Exception):
    """Anything slideextract refuses; the message names the file, page or rule and says what to do."""


class ReadError(SlideExtractError):
    """A file that can't be read. `status` is the code that `documents.jsonl` reports.

    Args:
        message: what is wrong and what to do about it, in one line.
        status: `unsupported`, `encrypted`, `corrupt`, `hostile` or `needs_ocr`.
        contained: for `hostile`, whether it can cost no more than its own part of the file.
    """

    def __init__(self, message: str, status: str = "corrupt", *, contained: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.contained = contained


def stops(error: Exception) -> bool:
    """Whether the whole file is refused for an error in one of its parts."""
    return isinstance(error, ReadError) and error.status == "hostile" and not error.contained


def reason(error: Exception, name: str) -> str:
    """Why something of a file can't be read, for a line that names the file by itself."""
    return str(error).removeprefix(f"{name}: ") or type(error).__name__


class LimitError(SlideExtractError):
    """A setting of a limit that names none, or gives it no whole number."""


class RuleError(SlideExtractError):
    """A rule or lexicon file that doesn't load, or a pattern that ran out of its time."""


class SchemaError(SlideExtractError):
    """A record that doesn't fit the published schema."""


class StoreError(SlideExtractError):
    """An output folder or database that can't be written."""


class ShowError(SlideExtractError):
    """A page that can't be shown: there is none of that number, nothing on it, or the format has none."""
