"""The errors a caller may catch: one base class, one subclass per door of the house."""


class SlideExtractError(Exception):
    """Anything slideextract refuses; the message names the file, page or rule and says what to do."""


class ReadError(SlideExtractError):
    """A file that can't be read. `status` is the code that `documents.jsonl` reports.

    Args:
        message: what is wrong and what to do about it, in one line.
        status: `unsupported`, `encrypted`, `corrupt`, `hostile` or `needs_ocr`.
    """

    def __init__(self, message: str, status: str = "corrupt") -> None:
        super().__init__(message)
        self.status = status


class RuleError(SlideExtractError):
    """A rule or lexicon file that doesn't load, or a pattern that ran out of its time."""


class SchemaError(SlideExtractError):
    """A record that doesn't fit the published schema."""


class StoreError(SlideExtractError):
    """An output folder or database that can't be written."""


class ShowError(SlideExtractError):
    """A page that can't be shown: there is none of that number, nothing on it, or the format has none."""
