"""The audit as one page: what was dropped and why, each page line by line, and how to correct it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby
from pathlib import Path

from toolkit.preprocess import LABELS, Label, TokenizedUnits
from toolkit.reports.audit_fates import Fate, fates
from toolkit.reports.audit_lines import LineView
from toolkit.reports.audit_second_look import CONCERNS, SHOWN, second_look
from toolkit.reports.stamp import Stamp
from toolkit.reports.table import STYLE, Table

MOST_DOCUMENTS = 60
"""Documents that the page shows line by line."""

ROOM = 3_000_000
"""Characters that the lines of these documents may fill, about."""

_MEANINGS = {
    "content": "text of the body",
    "heading": "a headline of it",
    "boilerplate": "the page’s furniture",
    "meta": "about the text",
}
_SECTIONS = {
    "cleaning": "What became of the lines",
    "remarks": "Remarks and documents left out",
    "repairs": "Repairs",
    "duplicates": "Repetition",
    "languages": "Languages",
    "corpus": "All documents",
}
_BESIDE = {"cleaning": ("examples",), "duplicates": ("sentences",)}


def audit_page(
    title: str,
    notice: str,
    units: TokenizedUnits,
    tables: Sequence[Table],
    stamp: Stamp,
    labels: Sequence[Label] = ("content",),
    room: int = ROOM,
) -> str:
    """Put the audit of a corpus on one page that needs no network, and works without its script.

    Parameters
    ----------
    title, notice
        Written above.
    tables
        `cleaning`, `examples`, `repairs`, `duplicates`, `sentences`, `languages`, `remarks`, `corpus`; those
        that are missing or empty are left out.
    labels
        The labels that enter units (`prepare.units.labels`).
    room
        Characters that the part line by line may fill, about; what is left out is said there.
    """
    told, view = fates(units, labels), LineView(units)
    by_name = {table.name: table for table in tables if len(table.rows)}
    sections = "".join(_section(name, by_name) for name in _SECTIONS)
    links = [(name, heading) for name, heading in _SECTIONS.items() if name in by_name]
    links[:0] = [("correct", "How to correct"), ("second-look", "Worth a second look")]
    links.append(("documents", "Line by line"))
    banner = f'<p class="notice">{escape(notice)}</p>' if notice else ""
    contents = "".join(f'<a href="#{name}">{heading}</a>' for name, heading in links)
    looks, pages = _second_look(units, labels, view), _documents(units, told, view, room)
    body = (
        f"<header><h1>{escape(title)}</h1><p class='lead'>What the toolkit read, what it kept, and what it "
        f"dropped and why.</p>{banner}{_facts(units, told)}{_bar(told)}"
        f"<nav>{contents}</nav></header>\n<main>{_CORRECT}{looks}{sections}{pages}</main>\n"
        f"<footer>{escape(stamp.signature)}</footer>"
    )
    folder = Path(__file__).parent
    style = STYLE + (folder / "audit.css").read_text("utf-8")
    script = (folder / "audit.js").read_text("utf-8")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="'
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
        '">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}\n"
        f"<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _facts(units: TokenizedUnits, told: Sequence[Fate]) -> str:
    total = sum(len(fate.line.raw) for fate in told) or 1
    used = sum(len(fate.line.raw) for fate in told if fate.is_used)
    groups = len(units.duplicates.paragraphs) + len(units.duplicates.documents)
    facts = {
        "documents used": f"{len(units.documents):,}",
        "documents left out": f"{len(units.unusable):,}",
        "lines": f"{len(told):,}",
        "of all characters kept": f"{used / total:.1%}",
        f"units ({', '.join(units.languages)})": f"{len(units):,}",
        "tokens": f"{sum(map(len, units.tokens)):,}",
        "repairs": f"{sum(units.changes.values()):,}",
        "groups of copies": f"{groups:,}",
    }
    return (
        f"<ul class='facts'>{''.join(f'<li><b>{n}</b>{escape(name)}</li>' for name, n in facts.items())}</ul>"
    )


def _bar(told: Iterable[Fate]) -> str:
    characters = Counter[str]()
    for fate in told:
        characters[fate.line.label] += len(fate.line.raw)
    total = characters.total() or 1
    parts = [
        f'<span class="{label}" style="width:{characters[label] / total:.3%}">{label[0].upper()}</span>'
        for label in LABELS
        if characters[label]
    ]
    keys = [
        f'<span><span class="tag {label}">{label[0].upper()}</span> {label}: {_MEANINGS[label]}, '
        f"{characters[label] / total:.1%}</span>"
        for label in LABELS
    ]
    return f'<div class="bar" role="presentation">{"".join(parts)}</div><p class="key">{"".join(keys)}</p>'


def _section(name: str, tables: Mapping[str, Table]) -> str:
    if name not in tables:
        return ""
    shown = [tables[each].to_html() for each in (name, *_BESIDE.get(name, ())) if each in tables]
    if name == "corpus":
        first = _first_rows(tables[name]).to_html()
        shown = [f"<details><summary>{len(tables[name].rows)} rows</summary>{first}</details>"]
    return f'<section id="{name}"><h2>{_SECTIONS[name]}</h2>{"".join(shown)}</section>'


def _first_rows(table: Table) -> Table:
    """Bound what is shown of a table that has a row for each document."""
    left = len(table.rows) - SHOWN
    if left <= 0:
        return table
    display = (table.rows if table.display is None else table.display).head(SHOWN)
    return replace(table, display=display, note=f"{table.note} {left} more rows stand in {table.name}.csv.")


def _second_look(units: TokenizedUnits, labels: Sequence[Label], view: LineView) -> str:
    found = second_look(units, labels)
    parts = []
    for concern, group in groupby(found[:SHOWN], key=lambda each: each[1]):
        members = [fate for fate, _ in group]
        total = sum(why == concern for _, why in found)
        heads = f"<summary>{escape(concern)} <small>({total})</small></summary>"
        rows = "".join(view.html(fate, with_place=True) for fate in members)
        is_open = " open" if concern in CONCERNS[:2] else ""
        parts.append(f"<details{is_open}>{heads}{rows}</details>")
    more = f"<p>{len(found) - SHOWN} more stand in second_look.csv.</p>" if len(found) > SHOWN else ""
    lead = "Here the rules may be wrong. " if found else "No line looks doubtful. "
    return (
        f'<section id="second-look"><h2>Worth a second look</h2><p class="lead">{lead}Nothing is changed '
        f"until you say so.</p>{''.join(parts)}{more}</section>"
    )


def _documents(units: TokenizedUnits, told: Sequence[Fate], view: LineView, room: int) -> str:
    pieces = Counter(unit.doc for unit in units.units)
    parts: list[str] = []
    total = 0
    for doc, group in groupby(told, key=lambda fate: fate.line.doc):
        total += 1
        if room <= 0 or len(parts) == MOST_DOCUMENTS:
            continue
        members, shown = list(group), []
        for fate in members:
            if room <= 0:
                break
            shown.append(view.html(fate))
            room -= len(shown[-1])
        left = len(members) - len(shown)
        more = f"<p>{left} more lines of this document stand in lines.csv.</p>" if left else ""
        is_open = "" if parts else " open"
        head = _summary(doc, members, pieces[doc], units)
        parts.append(
            f'<details class="doc" data-doc="{escape(doc)}"{is_open}>{head}{"".join(shown)}{more}</details>'
        )
    lead = f"{len(parts)} of {total} documents" if len(parts) < total else f"All {total} documents"
    rest = " The others stand in lines.csv, with every line of all." if len(parts) < total else ""
    return (
        f'<section id="documents"><h2>Line by line</h2><p class="lead">{lead}.{rest} Grey lines are dropped. '
        f"<del>Struck out</del> and <ins>put in</ins>: repairs.</p>{_CONTROLS}{''.join(parts)}</section>"
    )


def _summary(doc: str, members: Sequence[Fate], pieces: int, units: TokenizedUnits) -> str:
    counts = Counter(fate.line.label for fate in members)
    found = ", ".join(f"{counts[label]} {label}" for label in LABELS if counts[label])
    language = units.metadata.get(doc, {}).get("language", "not used")
    remarks = [*units.remarks.get(doc, ()), *(bad.reason for bad in units.unusable if bad.id == doc)]
    said = "".join(f"<p class='notice'>{escape(remark)}</p>" for remark in remarks)
    facts = f"{language} · {found} · {pieces} units"
    return f"<summary>{escape(doc)} <small>{escape(facts)}</small></summary>{said}"


_CONTROLS = (
    '<div class="controls">'
    + "".join(f'<button data-label="{label}" aria-pressed="true">{label}</button>' for label in LABELS)
    + '<select id="kind" aria-label="kind of line"><option value="">every line</option>'
    '<option value="unused">dropped</option><option value="used">kept</option>'
    '<option value="repaired">repaired</option><option value="copy">repeated</option>'
    '<option value="reviewed">reviewed</option><option value="corrected">corrected here</option></select>'
    '<select id="reason" aria-label="reason"><option value="">every reason</option></select>'
    '<input id="search" type="search" placeholder="search · 查找" aria-label="search">'
    '<button id="unfold">unfold all</button><button id="fold">fold all</button>'
    '<button id="download" disabled>Download corrections (0)</button><span id="shown"></span></div>'
)
_CORRECT = """<section id="correct"><h2>How to correct a label</h2>
<details><summary>Your word counts for more than any rule</summary>
<p>Click on the letter of a line below and choose its label; then download the corrections. Or copy the row of
the line from <code>lines.csv</code> or <code>second_look.csv</code> into a table of your own, and correct its
label. Such a table needs the columns <code>doc</code>, <code>line</code> and <code>label</code>;
<code>start</code> finds out when a text has changed, <code>reason</code> says why. Name it in the experiment
file:</p>
<pre><code>prepare:
  overrides: corrections.csv</code></pre>
<p>Keep the rows of earlier corrections: one file holds them all. Corrections are part of what a run is: with
other corrections it has another name.</p>
<pre id="corrections" class="only-screen">doc,line,label,start,reason
</pre></details></section>
"""
