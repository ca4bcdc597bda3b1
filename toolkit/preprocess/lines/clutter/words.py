"""Whole lines by which a page's furniture gives itself away, in eight languages (the files in ``phrases``).

A line is looked up without its case, its signs at both ends and its numbers (`bare`). ``CERTAIN`` lines are
furniture wherever they stand. ``LIKELY`` lines could also be a headline or a line of a poem: they count at
the edges of a page and beside other furniture. ``SECTIONS`` are the names of a site's departments, furniture
where several stand together.
"""

from __future__ import annotations

import re
from importlib.resources import files

LISTS = "list of other pages"
COMMENTS = "comment form"
DEPARTMENT = "name of a department"
"""Kinds of furniture that say something of the lines below or beside them."""

REMEMBERED = 4096
"""Lines whose kind is remembered: several rules ask for the same one, and pages of a site share theirs."""

_SIGNS = (
    " \t\u3000.,:;!?。，：；！？、…·•▪●○■□◆◇►▶▷◀◁→←↑↓»«›‹><|｜/\\_~=+*#@&^()（）[]【】"
    "［］{}<>《》「」『』“”‘’\"'’`-–—―0123456789,×✕✖"
)
"""Signs and digits that say nothing at the ends of a line."""

_SPACES = re.compile(r"\s+")


def bare(text: str) -> str:
    """Fold a line to what is looked up: no case, no signs or numbers at its ends.

    >>> bare("» Share this article (12)")
    'share this article'
    """
    return _SPACES.sub(" ", text.strip(_SIGNS).casefold())


def _read(name: str) -> dict[str, str]:
    """Read a file of phrases, one on each line below the kind they are of."""
    table: dict[str, str] = {}
    kind = ""
    for line in (files(__package__) / "phrases" / name).read_text("utf-8").splitlines():
        if match := re.fullmatch(r"\[(.+)\]", line):
            kind = match[1]
        elif not line.startswith("#") and (folded := bare(line)):
            table.setdefault(folded, kind)
    return table


_PLAIN = frozenset(
    [
        *["分享", "打印", "广告", "举报", "点赞", "收藏", "登录", "注册", "关闭", "首页", "主页", "纠错"],
        *["subscribe", "unsubscribe", "sitemap", "homepage", "newsletter", "impressum"],
        *["reply", "upvote", "downvote", "antworten", "responder", "ответить"],
    ]
)
"""Short words that no text has as a line of its own."""


def _could_be_text(phrase: str, kind: str) -> bool:
    """Tell whether a word of a button could also stand alone in a text, as a headline or in a poem."""
    if phrase in _PLAIN or kind in ("share buttons", "advertisement"):  # names of platforms and the like
        return False
    return " " not in phrase and (len(phrase) <= 2 if phrase > "\u2e80" else "-" not in phrase)


_WHOLE = _read("certain.txt")
CERTAIN = {phrase: kind for phrase, kind in _WHOLE.items() if not _could_be_text(phrase, kind)}
LIKELY = {
    **_read("likely.txt"),
    **{phrase: kind for phrase, kind in _WHOLE.items() if phrase not in CERTAIN},
}
SECTIONS = frozenset(_read("departments.txt"))
BUTTONS = frozenset(
    [
        *CERTAIN, *LIKELY,
        *["x", "qq", "email", "e-mail", "mail", "link", "copy", "comments", "url", "pdf", "epub", "line"],
        *["大", "中", "小", "a", "a+", "a-", "aa", "复制", "链接", "空间", "知乎", "抖音", "快手", "豆瓣"],
        *["小红书", "贴吧", "b站", "ok", "vk"],
    ]
)  # fmt: skip
"""Words of which a row of buttons is made."""
