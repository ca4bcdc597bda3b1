"""What an HTML page says about itself: its encoding, title, date, author, language and address."""

from __future__ import annotations

import codecs
import re
from typing import Any

from toolkit.corpus.decoding import Decoded
from toolkit.corpus.formats.plain import decoded
from toolkit.corpus.schema import believable
from toolkit.corpus.scripts import stated_language

_CHARSET = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w-]+)""", re.I
)
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
}

# Names of meta elements in the order of trust; Chinese government pages have their own standard
# (ArticleTitle, PubDate, ContentSource …), libraries use citation_… and DC.…
_META = {
    "title": ("og:title", "articletitle", "citation_title", "dc.title", "twitter:title"),
    "date": (
        "article:published_time",
        "pubdate",
        "publishdate",
        "publish_date",
        "og:published_time",
        "datepublished",
        "citation_publication_date",
        "citation_date",
        "dc.date.issued",
        "dc.date",
        "dcterms.date",
        "date",
        "parsely-pub-date",
        "weibo:article:create_at",
        "og:release_date",
    ),
    "author": ("author", "article:author", "citation_author", "dc.creator", "byl", "parsely-author"),
    "source": (
        "contentsource",
        "og:site_name",
        "source",
        "citation_journal_title",
        "application-name",
        "sitename",
    ),
    "url": ("og:url",),
}


def decoded_page(raw: bytes) -> Decoded:
    """Decode a page: as UTF-8 where it is, else as it says, else by its characters."""
    try:
        return (
            Decoded(raw.decode("utf-8"), "utf-8")
            if b"\x00" not in raw[:4096] and raw[:3] != codecs.BOM_UTF8
            else decoded(raw)
        )
    except UnicodeDecodeError:
        pass
    stated = _CHARSET.search(raw[:8192])
    if stated:
        try:
            name = codecs.lookup(stated[1].decode("ascii")).name
            name = _WIDER.get(name, name)
            return Decoded(raw.decode(name), name, 0.95)
        except (LookupError, UnicodeError):
            pass
    return decoded(raw)


def page_facts(root: Any, text: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Collect the metadata of a page, and remarks on those that are not believed."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = (meta.get("content") or "").strip()
        if name and content:
            metas.setdefault(name, content)
    facts: dict[str, str | None] = {
        fact: next((metas[name] for name in names if name in metas), None) for fact, names in _META.items()
    }
    facts["title"] = facts["title"] or _first_text(root, "title")
    facts["url"] = _canonical(root) or facts["url"]
    facts["date"] = facts["date"] or next((time.get("datetime") for time in root.iter("time")), None)
    if (facts["author"] or "").startswith("http"):
        facts["author"] = None  # article:author is often the address of a profile
    language, remark = stated_language(root.get("lang") or _xml_lang(root), text)
    kept, remarks = believable(facts | {"language": language})
    return kept, (*remarks, *([remark] if remark else []))


def _canonical(root: Any) -> str | None:
    links = (link for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    address = next((link.get("href") for link in links), None)
    return address if address and address.startswith(("http://", "https://")) else None


def _xml_lang(root: Any) -> str | None:
    return root.get("xml:lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")


def _first_text(root: Any, tag: str) -> str | None:
    found = next(root.iter(tag), None)
    return "".join(found.itertext()) if found is not None else None
