"""Dates, times and counters: what a page glues to its headlines, in eight languages."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|"
    r"avril|juin|"
    r"juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|"
    r"septiembre|"
    r"octubre|noviembre|diciembre|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|"
    r"ноября|декабря)\b\.?"
)
_YEAR = r"(?:19|20)\d\d"
DATE = (
    rf"(?:{_YEAR}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?\d{{1,2}}(?!\d)|"
    rf"{_YEAR}\s?[年년]\s?\d{{1,2}}\s?[月월]\s?(?:\d{{1,2}}\s?[日일号])?|"
    rf"\b\d{{1,2}}[./]\s?\d{{1,2}}[./]\s?{_YEAR}|\b\d{{1,2}}(?:st|nd|rd|th|er|"
    rf"\.)?\s+(?:de\s+)?{_MONTH},?\s+(?:de\s+)?{_YEAR}|"
    rf"\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR})"
)
"""A date to the day; in Chinese also to the month."""

_TIME = r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?:\s?[ap]\.?m\.?)?"
_AGO = (
    r"(?:\d{1,2}|an?|one|two|three)\s?(?:second|minute|min|hour|hr|day|week|month|year)s?\s+ago|"
    r"\d{1,3}\s?(?:秒|分钟|小时|天|周|个月|月|年)前|"
    r"(?:昨天|今天|前天|刚刚)(?:\s?\d{1,2}:\d\d)?|vor \d{1,2} (?:minuten?|stunden?|tagen?)|"
    r"il y a \d{1,2} (?:minutes?|heures?|jours?)|"
    r"hace \d{1,2} (?:minutos?|horas?|días?)|\d{1,2} (?:минут|час|дн)\w* назад|\d{1,2}\s?(?:分|時間|日)前|"
    r"\d{1,2}\s?(?:분|시간|일) ?전"
)

DATED = re.compile(DATE, re.IGNORECASE)
"""A date to the day, anywhere in a line."""

STAMP_GLUED = re.compile(
    rf"[^\s\d]{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:\s+{_TIME})?[\s\-–—|]*$|"
    rf"[^\s\d]{_YEAR}年\d{{1,2}}月\d{{1,2}}日\s+{_TIME}[\s\-–—|]*$|\S\s?(?:{_AGO})\s*$|"
    r"\D\s\d{1,2}[-/]\d{1,2}(?:\s+\d{1,2}:\d\d)?$|^[\[(（【]?\d{1,2}[-/.月]\d{1,2}日?[\]）)】]\s?\D{6,}$",
    re.IGNORECASE,
)
"""A headline with the moment it was published, without a blank or with a short date."""

STAMP_AT_END = re.compile(
    rf"\S\s(?:{DATE})(?:\s*{_TIME})?[\s\-–—|]*$|\S[年月日\d\])）]\s+{_TIME}[\s\-–—|]*$", re.IGNORECASE
)

COUNTED = re.compile(
    r"\S\s*[(（]?(?:阅读|浏览|评论|播放|点赞|点击)?[(（:：\s]*\d[\d.,]*\s?[万wWkK]?\+?\s?(?:次|人|"
    r"条)?(?:阅读|浏览|评论|播放|观看|点赞|跟贴|跟帖|"
    r"views|comments|reads|shares|likes)[)）]?\s*$",
    re.IGNORECASE,
)
"""A headline with the number of its readers."""

AGO = re.compile(rf"^\W*(?:.{{0,24}}?\s)?(?:{_AGO})(?:\s*[·•|,].{{0,16}})?\W*$", re.IGNORECASE)
"""How long ago something was written, alone or behind a name."""

ONLY_DATE = re.compile(
    rf"^\W*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*|"
    rf"星期[一二三四五六日天]\s*)?(?:{DATE})"
    rf"(?:[\s,，|·•\-–—]*(?:at\s+|um\s+|à\s+)?{_TIME}(?:\s*(?:[(]?[A-Z]{{2,4}}[)]?|"
    rf"Uhr))?)?(?:\s*星期[一二三四五六日天])?\W*$|"
    rf"^\W*{_TIME}\W*$|^\W*\d{{1,2}}[-/.]\d{{1,2}}(?:\s+\d{{1,2}}:\d\d)?\W*$",
    re.IGNORECASE,
)
"""A line that is a date, a time, or both."""

ONLY_CLOCK = re.compile(
    r"(?:[01]?\d|2[0-3])[:.h]\d\d(?:\s?(?:[ap]\.?m\.?|GMT|BST|CET|EST|EDT|Uhr))?", re.IGNORECASE
)
"""A time of the day alone on its line."""

PLAYER = re.compile(r"^\W*\d{1,2}:\d\d(?::\d\d)?(?:\s*/\s*\d{1,2}:\d\d(?::\d\d)?)?\W*$|\s\d{2}:\d\d$")
"""The clock of a film or a recording."""

TICKER = re.compile(
    r"[+\-−–]\s?\d+(?:\.\d+)?\s?%\s*$|-?\d{1,2}\s?[°℃](?:\s?[CF])?(?:\s|$)|"
    r"\d{1,2}\s?[~～\-–]\s?-?\d{1,2}\s?[℃°]"
)
"""Weather and prices."""
