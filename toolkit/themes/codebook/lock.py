"""The lock: what the codebook said, and when, before anything was fitted with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, ValidationError

from toolkit.errors import InvalidInput, Problem, ToolkitError
from toolkit.files import digest
from toolkit.settings import Settings
from toolkit.themes.codebook.difference import differences
from toolkit.themes.codebook.model import Codebook
from toolkit.yaml_lines import problems_of


class LockedDocuments(Settings):
    """Which documents were in which half: names, and beside each a hash of its text."""

    discovery: Mapping[str, str]
    estimation: Mapping[str, str]

    former: tuple[str, ...] = ()
    """Hashes of texts that were read once, and stand otherwise in their documents since."""


class EarlierLock(Settings):
    """A lock that another one took the place of."""

    version: str
    digest: str
    split: str | None
    time: AwareDatetime
    because: str
    """Why it was replaced."""

    changes: tuple[str, ...]
    """What the codebook said otherwise in the next lock."""


class Lock(Settings):
    """What was locked."""

    format: Literal["codebook-lock/0"] = "codebook-lock/0"
    id: str
    version: str
    digest: str
    """Hash of all that the codebook says."""

    split: str | None = None
    """Hash of the split into discovery and estimation, if the experiment declares one."""

    documents: LockedDocuments | None = None
    """Which documents the split had put where; locks of older versions do not say."""

    time: AwareDatetime
    toolkit: str
    """Version of the toolkit that wrote it."""

    history: tuple[EarlierLock, ...] = ()
    """Locks before this one, the oldest first."""

    content: Mapping[str, Any]
    """All that the codebook says."""

    @property
    def since(self) -> datetime:
        """When codebook and split were first locked as they are; a later lock may only record documents."""
        since = self.time
        for each in reversed(self.history):
            if (each.digest, each.split) != (self.digest, self.split):
                break
            since = each.time
        return since


class AlreadyLocked(ToolkitError):
    """A codebook that was locked otherwise before."""

    def __init__(self, lock: Lock, changes: tuple[str, ...]) -> None:
        shown = _told(changes, "\n  ")
        super().__init__(
            f"The codebook was locked as version {lock.version} on {_day(lock.time)}, and says something "
            f"else now:\n  {shown}\nA run with it is exploratory. To lock it again say why, and when in your "
            'work, by `--force --because "…"`: the earlier lock and the changes are kept in the file.'
        )


def lock_path(codebook: Path | str) -> Path:
    """Say where the lock of a codebook's file stands.

    >>> lock_path("codebook.yaml").name
    'codebook.yaml.lock.json'
    """
    path = Path(codebook)
    return path.with_name(f"{path.name}.lock.json")


def lock_codebook(
    codebook: Codebook,
    time: datetime,
    toolkit: str,
    split: str | None = None,
    earlier: Lock | None = None,
    because: str = "",
    documents: LockedDocuments | None = None,
) -> Lock:
    """Lock what a codebook says now.

    Parameters
    ----------
    time
        When, with a time zone.
    toolkit
        Version of the toolkit.
    split
        Hash of the experiment's split (`Split.digest`).
    earlier
        The lock there is already. If it says the same of codebook and split, it stays, unless documents are
        others and `because` says why that is to be recorded.
    because
        Why another lock takes its place.
    documents
        Which documents the split puts where (`lockable_documents`); by default those of the earlier lock,
        because what was read stays read.

    Raises
    ------
    AlreadyLocked
        When the earlier lock says something else, and nothing says why it is replaced.
    """
    content = codebook.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    history: tuple[EarlierLock, ...] = ()
    if earlier is not None:
        documents = documents or earlier.documents
        is_same = (earlier.digest, earlier.split) == (codebook.digest, split)
        if is_same and (earlier.documents == documents or not because.strip()):
            return earlier
        changes = (*_changes(codebook, earlier, split), *_regrouped(earlier.documents, documents))
        if not because.strip():
            raise AlreadyLocked(earlier, changes)
        history = (*earlier.history, _replaced(earlier, because, changes))
    return Lock(
        id=codebook.id,
        version=codebook.version,
        digest=codebook.digest,
        split=split,
        documents=documents,
        time=time,
        toolkit=toolkit,
        history=history,
        content=content,
    )


def lock_text(lock: Lock) -> str:
    """Write a lock as the text of its file."""
    return json.dumps(lock.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def read_lock(path: Path | str) -> Lock:
    """Read a lock.

    Raises
    ------
    InvalidInput
        When there is none, it is no lock, or its content is not what was locked.
    """
    path = Path(path)
    again = (
        "take it from version control, or move it away and lock the codebook again (`toolkit codebook lock`; "
        "what was fitted before is exploratory)"
    )
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        lock = Lock.model_validate(data)
    except FileNotFoundError:
        raise InvalidInput([Problem(str(path), "there is no such lock", again)]) from None
    except (OSError, ValueError, RecursionError) as error:
        if isinstance(error, ValidationError):
            raise InvalidInput(problems_of(error, path, {}, Lock)) from None
        raise InvalidInput([Problem(str(path), f"is no readable lock ({error})", again)]) from None
    if digest(lock.content) != lock.digest:
        reason = f"was edited: its content has another hash than {lock.digest[:8]}, which was locked"
        raise InvalidInput([Problem(str(path), reason, again)])
    return lock


@dataclass(frozen=True)
class LockStatus:
    """Whether a codebook still says what was locked."""

    is_edited: bool
    """Whether it was edited after its lock: results are exploratory then."""

    changes: tuple[str, ...]
    """What was edited."""

    sentence: str
    """For the methods text."""


def lock_status(codebook: Codebook, lock: Lock) -> LockStatus:
    """Compare a codebook with its lock."""
    locked = f"locked as version {lock.version} on {_day(lock.since)} ({lock.digest[:8]})"
    if codebook.digest == lock.digest:
        sentence = f"The codebook was {locked} and has not been edited since.{_history(lock)}"
        return LockStatus(False, (), sentence)
    changes = _changes(codebook, lock, lock.split)
    sentence = f"The codebook was {locked} and edited afterwards: {_told(changes)}.{_history(lock)}"
    return LockStatus(True, changes, sentence)


def _changes(codebook: Codebook, lock: Lock, split: str | None) -> tuple[str, ...]:
    """Say what a codebook and its split have otherwise than a lock."""
    found = []
    if codebook.digest != lock.digest:
        told = [str(each) for each in differences(_locked(lock), codebook)]
        found += told or ["the order of its parts is another"]
    return tuple(found if split == lock.split else [*found, "the split is another"])


def _regrouped(before: LockedDocuments | None, after: LockedDocuments | None) -> list[str]:
    """Say how many documents a lock has more, fewer, and in another half than an earlier one."""
    if before is None or after is None:
        return [] if after is None else ["documents were not recorded"]
    found = []
    for half, own, other in (
        ("discovery", after.discovery, before.discovery),
        ("estimation", after.estimation, before.estimation),
    ):
        more, fewer = len(own.keys() - other.keys()), len(other.keys() - own.keys())
        found += [f"{half}: {more} documents more, {fewer} fewer"] if more or fewer else []
    return found or (["texts of documents are others"] if before != after else [])


def _locked(lock: Lock) -> Codebook:
    try:
        return Codebook.model_validate(lock.content)
    except ValidationError:
        reason = f"was written by toolkit {lock.toolkit}, and this one cannot read the codebook in it"
        remedy = "use that version, or lock the codebook again"
        raise InvalidInput([Problem("lock", reason, remedy)]) from None


def _replaced(lock: Lock, because: str, changes: tuple[str, ...]) -> EarlierLock:
    return EarlierLock(
        version=lock.version,
        digest=lock.digest,
        split=lock.split,
        time=lock.time,
        because=because.strip(),
        changes=changes,
    )


def _history(lock: Lock) -> str:
    """Tell of earlier locks."""
    told = [
        f" An earlier lock of {_day(each.time)} was replaced ({each.because}; "
        f"{len(each.changes)} change{'s' if len(each.changes) != 1 else ''})."
        for each in lock.history
    ]
    return "".join(told)


MOST_CHANGES = 12
"""More are counted, not told; `toolkit codebook diff` tells them all."""


def _told(changes: tuple[str, ...], between: str = "; ") -> str:
    shown = between.join(changes[:MOST_CHANGES])
    left = len(changes) - MOST_CHANGES
    return f"{shown}{between}and {left} more" if left > 0 else shown


def _day(time: datetime) -> str:
    return time.date().isoformat()
