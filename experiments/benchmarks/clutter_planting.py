"""Plant invented clutter into clean texts: templates of many kinds of site, filled from small word lists.

A template file holds kinds: ``@@ name place`` (place: top, head, middle or tail; the title stands between top
and head), then variants parted by ``%%``, one line of clutter each line; an empty line stays an empty line.
``{h}`` is a headline, ``{t}`` the cut-off start of a story, the other slots are listed in `_slots`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PLACES = ("top", "head", "middle", "tail")


@dataclass(frozen=True)
class Kind:
    """One kind of clutter: where it stands and what it looks like."""

    name: str
    place: str
    variants: tuple[tuple[str, ...], ...]
    is_held_out: bool


@dataclass(frozen=True)
class PlantedLine:
    """A line of a planted page; ``kind`` is empty for the clean text's own lines."""

    text: str
    kind: str
    blank_before: bool


def read_kinds(path: Path, is_held_out: bool) -> list[Kind]:
    """Read one template file."""
    kinds = []
    for part in re.split(r"^@@ ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        head, body = part.split("\n", 1)
        name, place = head.split()
        variants = tuple(
            tuple(v.strip("\n").split("\n")) for v in re.split(r"^%%$", body, flags=re.MULTILINE)
        )
        kinds.append(Kind(name, place, variants, is_held_out))
    return kinds


def plant(
    clean: Sequence[str], kinds: Sequence[Kind], language: str, rng: random.Random
) -> list[PlantedLine]:
    """Put blocks of clutter before, inside and behind a clean text.

    Parameters
    ----------
    clean
        Lines of the text, empty ones included.
    kinds
        Kinds to draw from: up to two for the top, the head and the middle, one to four for the tail.
    language
        Language of the fillers.
    rng
        Source of every draw.
    """
    by_place = {place: [kind for kind in kinds if kind.place == place] for place in PLACES}
    texts = [i for i, line in enumerate(clean) if line.strip()]
    paragraphs = [i for i in texts[3:-3] if len(clean[i]) > 40] or texts[3:-3]
    middles = {
        rng.choice(paragraphs): _block(rng.choice(by_place["middle"]), language, rng)
        for _ in range(rng.randint(0, 2))
        if paragraphs and by_place["middle"]
    }
    page: list[tuple[str, str]] = []
    for kind in _draw(by_place["top"], rng.randint(0, 2), rng):
        page += _block(kind, language, rng)
    is_spaced = rng.random() < 0.3
    for index, line in enumerate(clean):
        page.append((line, ""))
        page += middles.get(index, [])
        if index == texts[0]:
            for kind in _draw(by_place["head"], rng.randint(0, 2), rng):
                page += _block(kind, language, rng)
        if is_spaced and line.strip():
            page.append(("", ""))
    for kind in _draw(by_place["tail"], rng.randint(1, 4), rng):
        page += _block(kind, language, rng)
    return [
        PlantedLine(text, kind, index > 0 and not page[index - 1][0].strip())
        for index, (text, kind) in enumerate(page)
        if text.strip()
    ]


def _draw(kinds: Sequence[Kind], count: int, rng: random.Random) -> list[Kind]:
    return rng.sample(list(kinds), min(count, len(kinds)))


def _block(kind: Kind, language: str, rng: random.Random) -> list[tuple[str, str]]:
    variant, slots = rng.choice(kind.variants), _slots(language, rng)
    fill = re.compile(r"\{(\w+)\}")
    return [(fill.sub(lambda match: slots[match[1]](), line), kind.name) for line in variant]


def _slots(language: str, rng: random.Random) -> dict[str, Callable[[], str]]:
    words = _WORDS.get(language, _WORDS["en"])

    def one(name: str) -> Callable[[], str]:
        return lambda: rng.choice(words[name])

    def composed(name: str) -> Callable[[], str]:
        parts = re.compile(r"<(\w+)>")
        return lambda: parts.sub(lambda match: rng.choice(words[match[1]]), rng.choice(words[name]))

    def truncated() -> str:
        text = composed("stories")()
        return text[: rng.randint(len(text) // 2, len(text) - 2)].rstrip(" ，,。.")

    def date() -> str:
        year, month, day = rng.randint(2015, 2025), rng.randint(1, 12), rng.randint(1, 28)
        if language == "zh":
            return rng.choice(
                [f"{year}-{month:02}-{day:02}", f"{year}年{month}月{day}日", f"{year}/{month}/{day}"]
            )
        name = _MONTHS[month - 1]
        return rng.choice([f"{day} {name} {year}", f"{name} {day}, {year}", f"{name[:3]} {day}, {year}"])

    return {
        "h": composed("headlines"),
        "t": truncated,
        "name": composed("names"),
        "site": one("sites"),
        "org": composed("orgs"),
        "place": one("places"),
        "w": one("tags"),
        "W": lambda: rng.choice(words["tags"]).capitalize(),
        "user": one("users"),
        "role": one("roles"),
        "date": date,
        "md": lambda: f"{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
        "time": lambda: f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}",
        "year": lambda: str(rng.randint(2012, 2025)),
        "n": lambda: str(rng.randint(100, 999)),
        "d": lambda: str(rng.randint(1, 9)),
        "zip": lambda: str(rng.randint(100_000, 800_000)),
        "tel": lambda: f"0{rng.randint(10, 99)}-{rng.randint(1_000_000, 89_999_999)}",
        "latin": lambda: rng.choice(["haiwan", "northgate", "qinghe", "meridian", "lookout", "tideline"]),
    }


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_WORDS: dict[str, dict[str, Sequence[str]]] = {
    "zh": {
        "sites": [
            "海湾新闻网",
            "青石日报",
            "云岭观察",
            "南江晚报",
            "新潮财经",
            "大河客户端",
            "城市周刊",
            "蓝鲸社",
        ],
        "places": ["南江", "云岭", "青石", "海湾", "安平", "白鹭", "长汀", "临川"],
        "names": ["<family><given>", "<family><given><given>"],
        "family": list("王李张刘陈杨赵黄周吴徐孙胡朱高林"),
        "given": list("明华建国芳丽军敏静涛超鹏雪梅琳浩然佳"),
        "orgs": [
            "<places>市发展研究中心",
            "<places>大学经济学院",
            "<places>市人民政府办公室",
            "<places>社会科学院",
        ],
        "tags": [
            "经济",
            "教育",
            "芯片",
            "新能源",
            "养老",
            "乡村振兴",
            "足球",
            "房产",
            "旅游",
            "人工智能",
            "文化",
            "健康",
            "航天",
        ],
        "users": ["追风少年", "用户8823471", "山里的猫", "momo", "老王聊车", "清风徐来"],
        "roles": ["本报记者"],
        "headlines": [
            "<places>首条<thing>建成通车 沿线居民出行更便捷",
            "<actor>：<thing>发展前景广阔",
            "<actor><act><thing>",
            "今年前三季度<thing>增长百分之八",
            "“<thing>”为何突然火了？",
            "<places>启动<thing>专项整治行动",
            "<actor>谈<thing>：要让群众真正受益",
            "刚刚！<actor>宣布一项重要决定",
            "<thing>新规下月起实施 这些变化与你有关",
            "一图读懂<places><thing>",
            "视频丨走进<places>的<thing>",
            "<places>：<thing>激活夜经济",
            "多部门联合<act><thing>",
            "冠军！<places>队时隔六年再夺金牌",
            "台风逼近 <places>多趟列车停运",
            "人民币中间价上调25个基点",
        ],
        "actor": ["市场监管总局", "专家", "外交部", "工信部", "某车企负责人", "国台办", "多家银行", "央行"],
        "act": ["部署推进", "回应", "叫停", "公布", "试点", "点赞", "严查"],
        "thing": [
            "地铁八号线",
            "预制菜",
            "低空经济",
            "校外培训",
            "网约车",
            "二手房交易",
            "农产品直播",
            "医保支付",
            "樱花节",
            "共享单车",
            "机器人足球赛",
            "跨境电商",
        ],
        "stories": [
            (
                "近日，<places>市召开<thing>工作推进会，会上通报了前三季度的进展情况，"
                "并对下一阶段的重点任务作出安排，要求各部门压实责任"
            ),
            (
                "记者从<actor>获悉，<thing>相关办法已经公开征求意见，"
                "市民可以在本月底之前通过网站提出建议，最终方案预计年内公布"
            ),
            (
                "随着天气转暖，<places>的<thing>迎来客流高峰，不少外地游客专程前来打卡，"
                "周边民宿的预订量比去年同期翻了一番还多"
            ),
            (
                "本报讯 昨天上午，<thing>在<places>体育中心拉开帷幕，"
                "来自十二个省市的三百余名选手参加了角逐，现场气氛热烈"
            ),
        ],
    },
    "en": {
        "sites": [
            "The Bay Courier",
            "Northgate Review",
            "Meridian Post",
            "Tideline",
            "Lookout Daily",
            "Harrow Times",
        ],
        "places": ["Northmere", "Kestrel Bay", "Harrow", "Alderton", "Lisbon", "Nairobi", "Osaka", "Denver"],
        "names": ["<given> <family>"],
        "family": ["Okafor", "Lindqvist", "Marlowe", "Castellano", "Whitcombe", "Rahman", "Dufour", "Novak"],
        "given": ["Anna", "David", "Priya", "Tomas", "Grace", "Samuel", "Ingrid", "Leo"],
        "orgs": [
            "the Northmere Institute",
            "Alderton University",
            "the Center for Coastal Policy",
            "the Harrow Foundation",
        ],
        "tags": [
            "economy",
            "schools",
            "chips",
            "energy",
            "football",
            "housing",
            "travel",
            "technology",
            "opinion",
            "health",
            "space",
        ],
        "users": ["bookworm77", "Sally M.", "river_rat", "TomTheGardener", "J. Peters", "anon_4411"],
        "roles": ["Staff Writer", "Economics Correspondent", "Senior Editor", "Science Reporter"],
        "headlines": [
            "<actor> <act> <thing>",
            "Why <thing> could change everything",
            "How <places> became the capital of <thing>",
            "<places> mayor quits after row over <thing>",
            "<actor> warns of <thing> crisis",
            "The truth about <thing>",
            "10 things to know about <thing> this week",
            "Opinion: <thing> is not the answer",
            "Watch: <thing> explained in two minutes",
            "<places> striker signs record deal",
            "Stocks slip as investors fret over <thing>",
            "What's next for <thing>?",
            "Quiz: how much do you know about <thing>?",
            "‘I lost everything’: life after <thing>",
            "Storm closes schools across <places>",
        ],
        "actor": [
            "White House",
            "Central bank",
            "Tech giant",
            "Police",
            "Scientists",
            "Union leaders",
            "Airline",
        ],
        "act": [
            "to review",
            "defends",
            "bans",
            "unveils plan for",
            "doubles down on",
            "halts",
            "apologises for",
        ],
        "thing": [
            "electric scooters",
            "school lunches",
            "cheap flights",
            "the housing market",
            "interest rates",
            "streaming",
            "wildfires",
            "robot taxis",
            "the World Cup",
            "weight-loss drugs",
            "remote work",
            "crypto",
        ],
        "stories": [
            (
                "Officials in <places> said on Tuesday that the new rules on <thing> would take "
                "effect next month, despite protests from"
            ),
            (
                "A growing number of families are turning to <thing> as prices rise, according to a "
                "survey published by researchers who"
            ),
            (
                "The debate over <thing> has split the city council for months, and residents who "
                "packed a public hearing last week told"
            ),
            (
                "It started as a hobby for two friends in <places>, but within a year their company "
                "was selling <thing> to customers in"
            ),
        ],
    },
}
for _language, _headlines in {
    "de": [
        "Streit um Radwege in der Innenstadt",
        "Was Mieter jetzt wissen müssen",
        "Warum der Käse teurer wird",
    ],
    "fr": [
        "Grève des trains : ce qui vous attend",
        "Pourquoi le fromage coûte plus cher",
        "La mairie rouvre la piscine",
    ],
    "es": [
        "Por qué sube el precio del queso",
        "El alcalde anuncia nuevas obras",
        "Huelga de trenes: lo que debe saber",
    ],
    "ru": ["Почему дорожает сыр", "Мэр объявил о новых стройках", "Забастовка поездов: что нужно знать"],
    "ja": ["台風接近で各地に警戒呼びかけ", "チーズ値上げの理由とは", "市長、新庁舎の建設を発表"],
    "ko": ["태풍 북상에 전국 비상", "치즈 가격이 오르는 이유", "시장, 새 청사 건립 발표"],
}.items():
    _WORDS[_language] = {**_WORDS["en"], "headlines": _headlines}
