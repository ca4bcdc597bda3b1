"""Headlines: of the text's own sections, and of other pages."""

from __future__ import annotations

import re

from toolkit.preprocess.lines.clutter.words import bare

INTRODUCES = re.compile(r"[:：]$")
NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|"
    r"第[一二三四五六七八九十百零\d]{1,4}[章节条部篇步]|"
    r"\d{1,2}(?:\.\d{1,2})*[、.．)]\s?\D|\d{1,2}(?:\.\d{1,2})*\s+[A-Z]|"
    r"[IVX]{1,4}\.\s|(?:Section|Part|Chapter|Step|Teil|Kapitel|Chapitre|Partie|Capítulo|Parte|Глава|"
    r"Часть)\s+\w+)"
)
SITE_SUFFIX = re.compile(r"\s?[_|｜\-–—·]\s?[^_|｜\-–—]{2,24}$")
"""The name of the site behind the title of the page."""

CONTENTS = re.compile(
    r"\W*(?:目\s?[录錄次]|内容目录|本文目录|文章目录|(?:table of )?contents|on this page|"
    r"in this (?:article|report|section|"
    r"issue|story)|"
    r"page contents|jump to(?: section)?|section navigation|inhalt(?:sverzeichnis)?|auf dieser seite|"
    r"sommaire|"
    r"table des matières|dans cet article|índice|contenido|en este artículo|содержание|оглавление|もくじ|"
    r"目次|"
    r"차례|목차)"
    r"\s*(?:[\[(（]?\s?(?:hide|show|隐藏|隱藏|展开|收起|verbergen|masquer|ocultar|скрыть|非表示|숨기기)\s?[\])）]?)?\W*",
    re.IGNORECASE,
)
"""Over a list of the page's own headings."""

EDIT_LINK = re.compile(
    r"\s?[\[［](?:edit(?: source)?|编辑|編輯|编辑源代码|bearbeiten|"
    r"modifier(?: le code)?|editar|править|編集|편집)[\]］]$",
    re.IGNORECASE,
)
"""Behind the headings of an encyclopedia that its readers write."""

BRACKETED = re.compile(r"[(（\[【〔][^()（）\[\]【】]{3,80}[)）\]】〕]\s*")
"""A line in brackets from its first sign to its last."""

TEASER = re.compile(r"^(?=.{12,})[^。]*?\S{4,}[ ](?=[^ ]*[\u4e00-\u9fff]{4})[^。]*(?:。[^。]*)?$")
"""A Chinese headline, a space, and the beginning of a story that breaks off."""

_HEADING_WORDS = frozenset(
    """
    摘要|摘 要|内容提要|内容摘要|关键词|关键字|引言|前言|导语|导言|绪论|结语|结论|结论与建议|建议|政策建议|
    附录|参考文献|注释|尾声|后记|编后|
    讨论|方法|结果|背景|总则|附则|目录|致谢|
    abstract|summary|executive summary|keywords|key words|introduction|background|conclusion|conclusions|
    recommendation|
    recommendations|outlook|references|bibliography|works cited|notes|endnotes|footnotes|appendix|
    key findings|discussion|method|methods|results|preface|foreword|
    acknowledgements|acknowledgments|preliminary|
    zusammenfassung|einleitung|fazit|ausblick|literatur|anhang|résumé|introducción|resumen|conclusión|
    conclusiones|referencias|bibliografía|
    conclusion générale|bibliographie|введение|заключение|выводы|аннотация|список литературы|要約|はじめに|
    おわりに|まとめ|参考文献|서론|결론|요약|참고문헌
    """.replace("\n", "").split("|")
)  # fmt: skip
_WORDS = frozenset(bare(word) for word in _HEADING_WORDS)


def heading_word(text: str) -> str:
    """Name the section word that a line consists of, if it does."""
    folded = bare(text) if len(text) <= 40 else ""
    return folded if folded in _WORDS else ""
