"""Which tokens are numbers."""

from __future__ import annotations

import re

_NUMBER = re.compile(
    r"[^a-z\u00c0-\uffff]+|"
    r"[0-9][0-9.,]*[十百千万亿兆萬億만억조천백][0-9.,十百千万亿兆萬億만억조천백]*|"
    r"(?:[一二三四五六七八九十百千万]*億|[一二三四五六七八九数]+兆)[一二三四五六七八九十百千万億兆]*|"
    r"第?[一二两三四五六七八九十百千万亿几数半多]+"
    r"(?:[个家台条座份张位名次年月日天成种项艘架吨架批件款支间栋层轮套组类届期点分倍元角斤度口人]|小时|分钟|个月|年前|年后|多家|公里|公斤|万元|亿元|美元|欧元|日元|港元|英镑|卢布)?"
)


def is_number(token: str) -> bool:
    """Tell whether a token is a number, or one written in Chinese with its measure word.

    >>> [is_number(token) for token in ("12.5%", "三十年", "1兆5000億", "5g", "三角洲")]
    [True, True, True, False, False]
    """
    return _NUMBER.fullmatch(token) is not None
