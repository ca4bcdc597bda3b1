"""The report: one self-contained page that needs no network and no font."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from toolkit.reports.fonts import embedded_font
from toolkit.reports.table import STYLE, Table

_SECTIONS = (
    ("What was compared", ("corpus", "cleaning", "seed_coverage")),
    ("Themes", ("prevalence", "contrasts", "effects", "distances", "trajectories")),
    ("Document by document", ("prevalence_documents",)),
    ("What people say", ("reliability", "human_machine", "calibration")),
    ("Are the languages read alike?", ("equivalence",)),
    ("Do the instruments agree?", ("mtmm", "mtmm_blocks", "htmt", "agreement", "disagreements")),
    ("Would it come out again?", ("robustness", "effects_over_runs", "stability", "term_sensitivity")),
    ("Topics", ("solutions", "topics", "topics_themes", "topic_alignment", "topic_languages", "leaks")),
    ("Pairs", ("pairs",)),
    ("Codebook terms", ("keyness", "keywords", "seed_terms")),
)
_OTHER_FIGURES = {
    "prevalence_documents": "Document by document",
    "strips": "Document by document",
    "accuracy": "What people say",
    "mtmm": "Do the instruments agree?",
    "stability_agreement": "Would it come out again?",
    "seed_keyness": "Codebook terms",
}
"""Where figures stand; all others stand with the themes."""


def report_page(
    title: str,
    question: str,
    notice: str,
    tables: Sequence[Table],
    figures: Mapping[str, str],
    methods: str,
    signature: str,
) -> str:
    """Put tables, figures and methods on one page.

    Parameters
    ----------
    figures
        SVG text by name.
    methods
        Markdown of the methods paragraph (bold, headings and paragraphs only).
    """
    by_name = {table.name: table for table in tables}
    sections = []
    contents = []
    for number, (heading, names) in enumerate(_SECTIONS):
        drawn = [name for name in figures if heading == _section_of(name)]
        shown = [name for name in names if name in by_name]
        if not drawn and not shown:
            continue
        contents.append(f'<a href="#section-{number}">{escape(heading)}</a>')
        parts = [
            f'<figure class="drawing" id="figure-{name}">{_inline(figures[name], name)}</figure>'
            for name in drawn
        ]
        parts += [_folded(by_name[name]) for name in shown]
        sections.append(
            f'<section id="section-{number}"><h2>{escape(heading)}</h2>{"".join(parts)}</section>'
        )
    banner = f'<p class="notice">{escape(notice)}</p>' if notice else ""
    links = " · ".join([*contents, '<a href="#methods">Methods</a>'])
    body = (
        f"<header><h1>{escape(title)}</h1><p class='question'>{escape(question)}</p>{banner}"
        f"<nav>{links}</nav></header>\n"
        f"<main>{''.join(sections)}<section id='methods'>{_prose(methods)}</section></main>\n"
        f"<footer>{escape(signature)}</footer>"
    )
    text = "".join(sorted(set(re.sub(r"<svg.*?</svg>", "", body, flags=re.S))))
    return _PAGE.format(title=escape(title), style=STYLE, font=embedded_font(text), body=body)


def _section_of(figure: str) -> str:
    return _OTHER_FIGURES.get(figure, "Themes")


def _folded(table: Table) -> str:
    """Show a long table behind its caption."""
    if len(table.shown) <= 40:
        return table.to_html()
    summary = f"{escape(table.caption)} ({len(table.shown)} rows)"
    return f"<details><summary>{summary}</summary>{table.to_html()}</details>"


def _inline(svg: str, name: str) -> str:
    """Strip the XML head and keep ids of several drawings on one page apart."""
    drawing = svg[svg.index("<svg") :]
    drawing = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', drawing)
    drawing = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', drawing)
    return re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", drawing)


def _prose(markdown: str) -> str:
    blocks = []
    for block in markdown.split("\n\n"):
        text = escape(block.strip())
        if text.startswith("# "):
            blocks.append(f"<h2>{text[2:]}</h2>")
        elif text:
            bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
            blocks.append(f"<p>{bold}</p>")
    return "".join(blocks)


_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
@font-face {{ font-family: "Report Sans"; src: url({font}) format("woff"); }}
body {{ font-family: "Report Sans", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; \
color: #222; line-height: 1.5;
       max-width: 1320px; margin: 0 auto; padding: 1.5em; }}
h1 {{ margin-bottom: .1em; }}
.question {{ font-size: 1.1em; color: #444; margin-top: 0; }}
main p {{ max-width: 75em; }}
.notice {{ background: #fff4e0; border-left: 4px solid #c8553d; padding: .5em 1em; }}
nav {{ font-size: .9em; margin: 1em 0; }}
figure.drawing {{ margin: 1.5em 0; }}
figure.drawing svg {{ max-width: 100%; height: auto; }}
details {{ margin: 1em 0; }}
summary {{ cursor: pointer; font-weight: 600; }}
footer {{ border-top: 1px solid #ccc; margin-top: 2em; padding-top: .5em; font-size: .85em; color: #555; }}
{style}
</style>
</head>
<body>
{body}
</body>
</html>
"""
