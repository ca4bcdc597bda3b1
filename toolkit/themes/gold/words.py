"""What sheets say to coders, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.files import digest
from toolkit.themes.codebook import Codebook

LANGUAGES = ("en", "zh")

_UNITS = {
    "en": {"paragraph": "paragraph", "sentence": "sentence", "document": "document"},
    "zh": {"paragraph": "段落", "sentence": "句子", "document": "文档"},
}

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "name": "English",
        "how": "How to code",
        "codebook": "Codebook",
        "rules": "Coding rules",
        "definition": "Definition",
        "include": "Include",
        "exclude": "Do not include",
        "examples": "Examples",
        "counterexamples": "Not examples",
        "coder": "Coder",
        "done": "coded",
        "present": "present",
        "absent": "absent",
        "unsure": "unsure",
        "note": "Note",
        "note_hint": "Why you hesitate, or what others should know",
        "context": "Show the text around it",
        "no_context": "Hide the text around it",
        "starts": "The document starts here.",
        "ends": "The document ends here.",
        "back": "Back",
        "confirm": "Mark the rest absent, next",
        "next_open": "Next open one",
        "keys": "Keys",
        "key_list": "1–9 theme present / absent · Enter: what is not marked is absent, next · ← → move · "
        "U unsure · N note · C text around it · O next open one",
        "save": "Save progress",
        "load": "Load progress",
        "export": "Download codes (CSV)",
        "saved": "All is kept in this browser as you go. Save a progress file before you clear its data or "
        "change the computer.",
        "unsaved": "This browser keeps nothing (private window, or storage is off): save a progress file "
        "before you close the page.",
        "all_done": "All units are coded. Download the codes and send the file back.",
        "other_sheet": "This file belongs to another sheet; nothing was loaded.",
        "not_a_file": "This is no progress file; nothing was loaded.",
        "loaded": "Loaded:",
        "incomplete": "Units still open:",
    },
    "zh": {
        "name": "中文",
        "how": "如何编码",
        "codebook": "编码本",
        "rules": "编码规则",
        "definition": "定义",
        "include": "包括",
        "exclude": "不包括",
        "examples": "示例",
        "counterexamples": "反例",
        "coder": "编码员",
        "done": "已编码",
        "present": "有",
        "absent": "无",
        "unsure": "不确定",
        "note": "备注",
        "note_hint": "犹豫的原因，或需要告知他人的内容",
        "context": "显示上下文",
        "no_context": "隐藏上下文",
        "starts": "文档由此开始。",
        "ends": "文档到此结束。",
        "back": "上一条",
        "confirm": "其余为无，下一条",
        "next_open": "下一条未编码",
        "keys": "快捷键",
        "key_list": "1–9 主题 有／无 · Enter：未标记的为“无”，下一条 · ← → 移动 · U 不确定 · N 备注 · "
        "C 上下文 · O 下一条未编码",
        "save": "保存进度",
        "load": "读取进度",
        "export": "下载编码（CSV）",
        "saved": "每一步都自动保存在此浏览器中。清除浏览器数据或更换电脑之前，请先保存进度文件。",
        "unsaved": "此浏览器无法保存（隐私窗口或已停用存储）：关闭页面之前请保存进度文件。",
        "all_done": "全部编码完成。请下载编码文件并交回。",
        "other_sheet": "该文件属于另一份编码表，未读取任何内容。",
        "not_a_file": "这不是进度文件，未读取任何内容。",
        "loaded": "已读取：",
        "incomplete": "尚未编码：",
    },
}


def instructions(codebook: Codebook, language: str) -> tuple[str, ...]:
    """Tell a coder how to work, step by step, in `en` or `zh`."""
    unit = _UNITS[language][codebook.unit]
    if language == "zh":
        many = (
            f"一个{unit}可以含有零个、一个或多个主题。"
            if codebook.multilabel
            else f"一个{unit}最多含有一个主题。"
        )
        return (
            f"阅读{unit}，只判断其中所说的内容，不考虑您对来源的了解。",
            f"对每个主题判断：有（1）或无（0）。{many}",
            "以编码本的定义为准；没有出现相关词语的文本也可能含有该主题。",
            "不确定时也请作出判断，并标记“不确定”、写明原因；确实无法判断时才留空。",
            "请独立工作：在所有编码表交回之前，不要与其他编码员讨论具体条目。",
            "请按给定的顺序编码。条目已随机排列，不显示来源。",
        )
    many = (
        f"A {unit} may carry none, one or several."
        if codebook.multilabel
        else f"A {unit} carries at most one of them."
    )
    return (
        f"Read the {unit} and judge what it says, not what you know of its source.",
        f"Say of every theme whether it is present (1) or absent (0). {many}",
        "The definitions decide, not the words: a theme may be told without its usual words.",
        "Decide also where you are unsure, mark it as unsure and note why. Leave a theme empty only where "
        "nobody could tell.",
        "Work alone: talk about single units only when all sheets are back.",
        "Keep the order. Units are shuffled, and their sources are not shown.",
    )


def guide_digest(codebook: Codebook) -> str:
    """Hash what coders read of a codebook: terms may change and codes stay good."""
    themes = [
        [
            theme.id, dict(theme.definition), theme.include, theme.exclude,
            {language: list(texts) for language, texts in theme.examples.items()},
            {language: list(texts) for language, texts in theme.counterexamples.items()},
        ]
        for theme in codebook.themes
    ]  # fmt: skip
    return digest(themes, codebook.coding_rules, codebook.unit)
