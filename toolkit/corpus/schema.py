"""What is known about a document: the columns with a meaning, and what may stand in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from toolkit.errors import Problem, nearest

ROLES = ("source", "translation", "adaptation")
MIXED = "mixed"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_PLACEHOLDERS = frozenset(
    [
        "untitled",
        "anonymous",
        "unknown",
        "administrator",
        "admin",
        "user",
        "author",
        "title",
        "owner",
        "lenovo",
        "hp",
        "dell",
        "asus",
    ]
) | {"python-docx", "microsoft office user", "windows user", "无标题", "未命名", "微软用户", "document1"}
_YES_NO = ("yes", "no", "true", "false")


@dataclass(frozen=True)
class Column:
    """One column with a meaning."""

    name: str
    values: str
    """What may stand in it, as the documentation prints it."""

    meaning: str
    is_valid: Callable[[str], bool] = bool
    remedy: Callable[[str], str] = str


def is_date(text: str) -> bool:
    """Tell whether a text is a year, a month or a day that exists.

    >>> is_date("2024-02-29"), is_date("2025-02-29")
    (True, False)
    """
    if not _DATE.fullmatch(text) or not text.isascii():
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _is_language(text: str) -> bool:
    return text == MIXED or re.fullmatch("[a-z]{2,3}", text) is not None


def _one_of(names: tuple[str, ...]) -> tuple[Callable[[str], bool], Callable[[str], str]]:
    return lambda text: text in names, lambda text: nearest(text, names)


def _always(remedy: str) -> Callable[[str], str]:
    return lambda text: remedy


COLUMNS = (
    Column("doc", "text, once", "name of the document: its path in the folder without the ending"),
    Column("title", "text", "title of the text"),
    Column(
        "language",
        "2 or 3 small letters, or `mixed`",
        "language of the text (zh, en …); `mixed` looks at each paragraph",
        _is_language,
        _always("write the language's code in small letters, such as zh or en, or `mixed`"),
    ),
    Column(
        "date",
        "YYYY, YYYY-MM or YYYY-MM-DD",
        "when it was published or said",
        is_date,
        _always("write 2025, 2025-03 or 2025-03-14"),
    ),
    Column("source", "text", "newspaper, ministry, publisher"),
    Column("author", "text", "who wrote it"),
    Column("speaker", "text", "who said it"),
    Column("genre", "text", "news, report, speech …"),
    Column(
        "url",
        "http:// or https://",
        "where it was published",
        lambda text: re.match(r"https?://\S+$", text) is not None,
        _always("write the whole address, starting with https:// or http://"),
    ),
    Column("licence", "text", "under which terms it may be used"),
    Column("shareable", "yes or no", "whether its text may be shown to others", *_one_of(_YES_NO)),
    Column("pair", "text", "the same word for a text and its translation"),
    Column("role", ", ".join(ROLES), "what it is in its pair", *_one_of(ROLES)),
    Column("original", "yes or no", "whether it was written in this language", *_one_of(_YES_NO)),
    Column("translated_by", "`machine` or a name", "who translated it"),
)
"""Every other column is a group variable: its values are kept as they are written."""

_BY_NAME = {column.name: column for column in COLUMNS}


def metadata_problems(name: str, facts: Mapping[str, str]) -> list[Problem]:
    """Find values that their columns cannot hold."""
    problems = []
    for key, value in facts.items():
        column = _BY_NAME.get(key)
        if column and value and not column.is_valid(value):
            problems.append(Problem(f"metadata of {name}", f"{key} '{value}'", column.remedy(value)))
    return problems


def believable(facts: Mapping[str, str | None]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Keep what a file says of itself where it is well formed; tell what is not.

    >>> believable({"date": "2025-01-05T10:00:00+08:00", "url": "/page.html", "author": None})
    ({'date': '2025-01-05'}, ("the file's own url '/page.html' is not used",))
    """
    kept, remarks = {}, []
    for key, value in facts.items():
        text = " ".join((value or "").split())
        if key == "date":
            text = _day(text)
        if not text or text.lower() in _PLACEHOLDERS:
            continue
        if metadata_problems("", {key: text}):
            remarks.append(f"the file's own {key} '{text[:80]}' is not used")
        else:
            kept[key] = text
    return kept, tuple(remarks)


def _day(text: str) -> str:
    """Bring the dates that files write of themselves into ISO's form."""
    found = re.match(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)", text)
    if found:
        year, month, day = found.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    compact = re.match(r"(?:D:)?((?:19|20)\d{2})(\d{2})(\d{2})(?!\d{1,5}$)", text)
    return "-".join(compact.groups()) if compact else text
