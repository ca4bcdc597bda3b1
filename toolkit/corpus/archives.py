"""Zip archives, and the formats that are one inside: nothing is unpacked to the disk, nor without measure."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from toolkit.corpus.decoding import Undecodable, decode
from toolkit.corpus.limits import (
    HIGHEST_RATIO,
    MOST_BYTES,
    MOST_UNPACKED,
    SMALL,
    Unreadable,
    read_lines,
    refuse_size,
)
from toolkit.corpus.places import Entry, chosen
from toolkit.corpus.source import CorpusSource
from toolkit.errors import InvalidInput, Problem

ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".zst")
_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError)
_UTF_8_NAME = 0x800
_UNPACK = "unpack it yourself and name the folder as `corpus.path`"


@contextmanager
def opened_archive(path: Path, source: CorpusSource) -> Iterator[list[Entry]]:
    """List the files of a zip archive as if it were a folder.

    Raises
    ------
    InvalidInput
        When it is no zip archive, or unpacks to more than the limits allow.
    """
    try:
        archive = zipfile.ZipFile(path)
    except _FAULTS as error:
        raise InvalidInput([Problem(str(path), f"is no zip archive ({error})", "pack it again")]) from None
    with archive:
        try:
            refuse_bombs(archive.infolist())
        except Unreadable as error:
            raise InvalidInput([Problem(str(path), error.reason, error.remedy)]) from None
        infos = [info for info in archive.infolist() if not info.is_dir()]
        members: dict[str, list[zipfile.ZipInfo]] = {}
        for name, info in zip(_names(infos), infos, strict=True):
            members.setdefault(name, []).append(info)
        unsafe = {name for name in members if _leads_out(name)}
        names = sorted(unsafe.union(chosen([name for name in members if name not in unsafe], source)))
        yield [Entry(name, _loader(archive, info, name)) for name in names for info in members[name]]


def refuse_bombs(infos: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse what claims to unpack to more than the limits allow."""
    total = sum(info.file_size for info in infos)
    if total > MOST_UNPACKED:
        reason = f"unpacks to {total >> 20} MB; at most {MOST_UNPACKED >> 20} MB are read"
        raise Unreadable(reason, "split it, or " + _UNPACK)
    packed = sum(info.compress_size for info in infos)
    if total > 8 * SMALL and total > HIGHEST_RATIO * max(1, packed):
        reason = f"unpacks to {total / max(1, packed):.0f} times its size"
        raise Unreadable(reason, "it may be made to fill your memory: look where it comes from")
    for info in infos:
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > SMALL and ratio > HIGHEST_RATIO:
            reason = f"holds '{ascii(info.filename)[1:-1]}', which unpacks to {ratio:.0f} times its size"
            raise Unreadable(reason, "it may be made to fill your memory: look where it comes from")


def read_parts(raw: bytes, wanted: re.Pattern[str], what: str) -> dict[str, bytes]:
    """Read the parts of a packed document whose names match.

    Raises
    ------
    Unreadable
        When the bytes are no zip archive, are locked, damaged or too large.
    """
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        reason = f"is locked by a password, or no {what} but its older format"
        raise Unreadable(reason, "open it in an office program and save it again without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            refuse_bombs(archive.infolist())
            return {
                info.filename: _read(archive, info, has_lines=False)
                for info in archive.infolist()
                if wanted.fullmatch(info.filename)
            }
    except _FAULTS as error:
        raise Unreadable(
            f"is no {what} ({error})", "open it in an office program and save it again"
        ) from None


def _names(infos: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Give the names; older programs write them in the encoding of their country without saying so."""
    unsaid = [info.orig_filename for info in infos if not info.flag_bits & _UTF_8_NAME]
    encoding = "cp437"
    try:
        raw = "\n".join(unsaid).encode("cp437")
        encoding = decode(raw)[1]
    except (Undecodable, UnicodeEncodeError):
        pass
    names = []
    for info in infos:
        name = info.orig_filename
        if not info.flag_bits & _UTF_8_NAME:
            try:
                name = name.encode("cp437").decode(encoding)
            except UnicodeError:
                name = info.orig_filename
        names.append(name.replace("\\", "/"))
    return names


def _loader(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Callable[[bool], bytes]:
    def load(has_lines: bool) -> bytes:
        if _leads_out(name):
            raise Unreadable("has a path that leads out of the archive", _UNPACK)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Unreadable("is a link inside an archive", "pack the file itself")
        try:
            return _read(archive, info, has_lines)
        except _FAULTS as error:
            raise Unreadable(f"cannot be unpacked ({error})", "pack it again, without a password") from None

    return load


def _leads_out(name: str) -> bool:
    return bool(
        name.startswith("/") or ".." in name.split("/") or re.match("[A-Za-z]:", name) or "\x00" in name
    )


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, has_lines: bool) -> bytes:
    refuse_size(info.file_size)
    with archive.open(info) as file:
        # An archive may lie about a size: no more than the limit is ever unpacked.
        return read_lines(file) if has_lines else file.read(MOST_BYTES + 1)
