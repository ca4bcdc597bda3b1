"""Plain text in whatever encoding."""

from __future__ import annotations

from toolkit.corpus.decoding import Decoded, Undecodable, decode_with_confidence
from toolkit.corpus.limits import Unreadable
from toolkit.corpus.marked import Page


def read_plain(raw: bytes) -> Page:
    """Read plain text as it stands."""
    found = decoded(raw)
    return Page(found.text, encoding=found.encoding, confidence=found.confidence, remarks=found.remarks)


def decoded(raw: bytes) -> Decoded:
    """Decode a file's bytes, or refuse it."""
    try:
        return decode_with_confidence(raw)
    except Undecodable as error:
        raise Unreadable(str(error), "save it again as UTF-8 text") from None
