"""How large a file may be, and the refusal of one that is larger: files come from anywhere."""

from __future__ import annotations

from io import BufferedIOBase
from pathlib import Path

from toolkit.errors import ToolkitError

MOST_BYTES = 256 << 20
"""Size of one file. The collected works of anybody are smaller; a dump of a data base is not a document."""

LONGEST_LINE = 10 << 20
"""Bytes of one line of a text file: a line is a paragraph, and the longest novels have less than 10 MB."""

MOST_UNPACKED = 1 << 30
"""Bytes that one packed file or archive may unpack to."""

HIGHEST_RATIO = 200
"""How many times its packed size a part may unpack to; text packs 3–15 times, tables up to 100."""

SMALL = 16 << 20
"""Below this size no ratio is suspicious: a page of spaces packs a thousandfold and does no harm."""

_CHUNK = 1 << 20


class Unreadable(ToolkitError):
    """One file that cannot be used: why, and what to do about it."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def read_file(path: Path, *, has_lines: bool = True) -> bytes:
    """Read a file that is not too large, without holding a longer line than allowed.

    Raises
    ------
    Unreadable
        For a file or a line above the limits, and for what cannot be opened.
    """
    try:
        size = path.stat().st_size
        refuse_size(size)
        if size <= LONGEST_LINE or not has_lines:
            return path.read_bytes()
        with path.open("rb") as file:
            return read_lines(file)
    except OSError as error:
        reason = f"cannot be opened ({error.strerror or error})"
        raise Unreadable(reason, "check the file's permissions") from None


def refuse_size(size: int) -> None:
    """Refuse a file above the limit before any of it is read."""
    if size > MOST_BYTES:
        reason = f"is {size >> 20} MB large; at most {MOST_BYTES >> 20} MB are read as one file"
        raise Unreadable(reason, "split it into documents of a reasonable size")


def read_lines(file: BufferedIOBase) -> bytes:
    """Read a text file in chunks and stop at a line above the limit."""
    chunks, behind = [], 0
    while chunk := file.read(_CHUNK):
        first = _line_end(chunk)
        if behind + (len(chunk) if first < 0 else first) > LONGEST_LINE:
            reason = f"has a line of more than {LONGEST_LINE >> 20} MB"
            raise Unreadable(reason, "it is probably no text; if it is, break its lines")
        last = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        behind = behind + len(chunk) if last < 0 else len(chunk) - last - 1
        chunks.append(chunk)
    return b"".join(chunks)


def _line_end(chunk: bytes) -> int:
    ends = [end for end in (chunk.find(b"\n"), chunk.find(b"\r")) if end >= 0]
    return min(ends, default=-1)
