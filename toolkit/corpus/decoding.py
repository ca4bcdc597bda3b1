"""Bytes to text: byte-order marks, UTF-8, the older encodings of Asia and Europe; or a refusal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.corpus.encodings import chinese, guess
from toolkit.errors import ToolkitError

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BROKEN = "\ufffd"
_HIGH_BYTES = bytes(range(128, 256))

SURE = 0.7
"""Below this confidence a person should look at the characters."""


class Undecodable(ToolkitError):
    """Bytes that are no text in any encoding known here."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was found in, and how sure that is."""

    text: str
    encoding: str
    confidence: float = 1.0
    broken: int = 0
    """How many characters could not be read and stand as � in the text."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know about the reading."""
        found = []
        if self.confidence < SURE:
            found.append(f"read as {self.encoding}, {self.confidence:.2f} sure: check the characters")
        if self.broken:
            found.append(f"{self.broken} broken characters are shown as �: the file may be damaged")
        return tuple(found)


def decode(raw: bytes) -> tuple[str, str]:
    """Turn bytes into text and name the encoding found.

    Raises
    ------
    Undecodable
        For binary files and for bytes that no known encoding turns into plausible text.

    >>> decode("开放合作的新局面".encode("gb18030"))
    ('开放合作的新局面', 'gb18030')
    """
    decoded = decode_with_confidence(raw)
    return decoded.text, decoded.encoding


def decode_with_confidence(raw: bytes) -> Decoded:
    """Turn bytes into text, with the encoding and how sure it is from 0 to 1.

    Line ends become line feeds. A stated encoding (a byte-order mark) and UTF-8 are sure; the older
    encodings are told apart by the letters that each language uses most, so that a few words of them
    are less sure than a page.

    Raises
    ------
    Undecodable
        For binary files and for bytes that no known encoding turns into plausible text.
    """
    found = _decode(raw)
    if len(_CONTROLS.findall(found.text)) > 0.02 * len(found.text) + 2:
        raise Undecodable("looks like a binary file: it is full of control characters")
    if "\r" not in found.text:
        return found
    text = found.text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, found.encoding, found.confidence, found.broken)


def _decode(raw: bytes) -> Decoded:
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if raw.startswith(mark):
            return _strictly(raw, encoding)
    if b"\x00" in raw[:4096]:
        return _without_mark(raw)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _damaged_utf_8(raw) or _older(raw, error.start)


def _strictly(raw: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(raw.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        raise Undecodable(f"starts with a {encoding} mark but breaks at byte {error.start}") from None


def _without_mark(raw: bytes) -> Decoded:
    """Read UTF-16 without a mark: many zero bytes on one side in Western text, few in Chinese."""
    sample = raw[:4096]
    low, high = sample[1::2].count(0), sample[0::2].count(0)
    is_one_sided = max(low, high) > 0.05 * len(sample) and min(low, high) < 0.2 * max(low, high) + 1
    for encoding, is_likely in (("utf-16-le", low > high), ("utf-16-be", low <= high)):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text and ((is_likely and is_one_sided) or chinese(text[:4096]) >= 0.25):
            return Decoded(text, encoding, 0.9)
    raise Undecodable("looks like a binary file: it holds zero bytes")


def _damaged_utf_8(raw: bytes) -> Decoded | None:
    """Read UTF-8 with a few broken bytes (a file cut off, two files put together)."""
    text = raw.decode("utf-8", "replace")
    broken = text.count(_BROKEN) - raw.count(b"\xef\xbf\xbd")
    whole = len(text) - broken - len(raw.translate(None, _HIGH_BYTES))
    return Decoded(text, "utf-8", 0.9, broken) if whole >= 50 * broken else None


def _older(raw: bytes, start: int) -> Decoded:
    # Lines begin with a whole character in every encoding here, so the sample starts with one.
    line = max(raw.rfind(b"\n", 0, start), raw.rfind(b"\r", 0, start)) + 1
    for encoding, confidence in guess(raw[line : line + 65_536]):
        try:
            return Decoded(raw.decode(encoding), encoding, confidence)
        except UnicodeDecodeError:
            text = raw.decode(encoding, "replace")
            if 0 < text.count(_BROKEN) < 0.001 * len(text):
                return Decoded(text, encoding, min(confidence, 0.9), text.count(_BROKEN))
    raise Undecodable(
        f"is neither UTF-8 (breaks at byte {start}) nor in an older Chinese, Japanese, Korean, Cyrillic "
        "or Western encoding known here"
    )
