"""Meta: what a page says about this very text, its author, its date and its pictures."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from toolkit.preprocess.lines.clutter.credits import credit
from toolkit.preprocess.lines.clutter.expressions import Expression, Expressions, alternatives
from toolkit.preprocess.lines.clutter.stamps import AGO, DATE, ONLY_DATE
from toolkit.preprocess.lines.clutter.words import REMEMBERED

_NAME = r"[A-Z][\w.’'-]*"
_NO_NAME = (
    r"(?:The|A|An|And|Of|In|On|To|For|From|With|How|Why|What|When|Where|Who|Is|Are|Do|Does|Can|Will|No|Not|"
    r"Nobody|New|Old|Our|My|Your|"
    r"His|Her|Their|This|That|These|More|Most|Best|Top|All|It|We|You|They|About|After|Before|Under|Over|"
    r"Into|Rules|Regulations|Act|Report)\b"
)
"""Words of headlines; people are not called so."""

_FULL_NAME = rf"{_NAME}(?: (?:(?:de|van|von|der|la|al|bin) )?{_NAME}){{1,3}}"
_START = {
    "tag list": (
        r"(?:标签|tags?|tagged|filed under|posted in|topics?|categor(?:y|ies)|栏目|话题|分类|隐藏分类|"
        r"schlagwörter|mots[- ]clés|etiquetas|теги|タグ|태그)\s*(?:[:：]|\s(?=[a-z]+,))\s*\S|"
        r"#[^#\s]{1,20}#?(?:\s*#[^#\s]{1,20}#?)+\s*$|#\S{1,20}#$"
    ),
    "byline": (
        r"(?:by|words by|written by|story by|reporting by|edited by|text|photos? by|por|par|von|"
        r"posted by)\s+(?:[A-Z]|the\b)|"
        r"(?:by)\s+our\b|(?:[Ww]ritten|[Pp]osted|[Pp]ublished|WRITTEN) (?:by|BY)$|(?:作者|文|撰文|记者|"
        r"通讯员|实习生|本报记者|文字|摄影|"
        r"特约(?:记者|评论员)|编译|译者|翻译|撰稿|执笔|整理|供稿|图|图文|口述|采访|автор|текст|"
        r"文責)\s*[:：/|丨]|"
        r"(?:本报|本刊|本网|特约|.{0,8}社)(?:记者|评论员|通讯员)\s*[^，。,]{1,24}$|.{0,10}(?:日报|晚报|"
        r"新闻网?|周刊|时报|客户端|电视台|财经|观察|商报|都市报)(?:记者|评论员|通讯员)\s*[^，。,：:]{1,24}$|"
        r"原创\s+[^，。,]{1,24}$|文\s?[/|丨]\s?\S|[\u4e00-\u9fff]{2,4}\s?[/／]\s?(?:摄|文|图|绘|译)$|"
        r"(?:.{1,12}\s)?[가-힣]{2,4} 기자$"
    ),
    "editor's credit": (
        r"[(（\[]?(?:(?:additional )?reporting|editing|edited|translated|compiled|writing|produced|"
        r"illustrated|reviewed)\s+by\b|"
        r"(?:full text\b|unofficial translation)|[\[【(（]?(?:责任编辑|责编|编辑|栏目主编|文字编辑|校对|"
        r"审核|审校|监制|主编|值班编辑|"
        r"值班主任|来稿|制图|视觉|美编|排版|编审|一审|二审|三审|初审|复审|终审|出品|策划|统筹|总策划|"
        r"总监制|题图(?:来源)?|配图|设计|剪辑|录入|录入员|信息员|责任校对|新媒体编辑|网络编辑|"
        r"编发)[\]】)）]?\s*(?:[:：]|\s[\u4e00-\u9fff]{2,4}(?:\s|$))|"
        r"[(（]?(?:editor|editing|additional reporting|reporting|translator|translated by|copy editor|"
        r"producer|"
        r"correspondents?|contributors?|graphics?|photo(?:graph)?s?|image|"
        r"illustration)s?(?:\s+by)?\s*[:：]|(?:редактор|redaktion|編集|편집)\s*[:：]"
    ),
    "source": (
        r"原载[《:：]|(?:(?:信息|文章|新闻|稿件|内容|图片|视频|数据|资料|题图)?来源|稿源|转自|转载自|"
        r"原标题|出处|发布(?:机构|单位|者|人|时间|日期)|"
        r"成文日期|发文(?:机关|字号|单位)|文号|索引号|公开日期|公开方式|公开范围|生成日期|有效性|主题分类|"
        r"主题词|单位|版面|版次|报章|报纸|媒体|日期|时间|作者|字数|栏目|责编|信息分类|信息索取号|发文日期|"
        r"实施日期|施行日期|标题|题名|刊名|刊期)\s*[:：]|"
        r"[A-Z]\d{1,2}\s*[|｜]|(?:据|来自)\S{2,10}$|取自|"
        r"(?:source|originally published|first published|published by|issued by|issuing (?:body|authority|"
        r"office)|reference(?: (?:no|number))?|document (?:no|number|ref)|ref|file|effective(?: date)?|"
        r"load-date|byline|"
        r"jel(?: codes?| classification)?|isbn|issn|doi|citation|cite (?:this(?: article| paper| page|"
        r" work)?(?: as)?|as)|suggested citation|recommended citation|how to cite|to cite this|"
        r"contact|media contact|press contact|for (?:immediate release|further information)|language|"
        r"publication(?: type| date)?|"
        r"date|dateline|classification|distribution|reading time|word count|length|series|issue|"
        r"copyright holder|"
        r"volume|section|location|author'?s?|title|headline|translation|quelle|fuente|источник|出典|"
        r"출처)(?:\s+(?:note|note:))?\s*[:：]|"
        r"(?:doi\s*10\.|https?://(?:dx\.)?doi\.org)|retrieved from|document [a-z]*\d{4,}|"
        r"for immediate release|embargoed until|"
        r"(?:received|accepted|revised|submitted|available online)\b.{0,12}\d.{0,40}$|arxiv:|"
        r"第?\s?\d+\s?[卷期].{0,4}第?\s?\d*\s?[期号]?$|.{2,12}\s?\d{4}年第\d+期$"
    ),
    "date": (
        r"[•·\s(（\[]*(?:(?:发布|更新|发表|刊发|上传|修订|印发|创建|网络首发|收稿|修回|录用|首发|公布|施行|發表|發佈|發布|刊登|上傳|出版|編輯|编辑)(?:时间|"
        r"時間|日期|于|於)?\s*[:：]?\s*|posted on\s+|"
        r"(?:first |last )?(?:published|updated|posted|modified|date|released|amended|"
        r"issued|stand|veröffentlicht|publié|mis à jour|publicado|actualizado|опубликовано|"
        r"обновлено)(?:\s+(?:on|at|le|el|am))?\s*[:：]?\s*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+|"
        rf"今天是)?{DATE}"
    ),
    "view count": (
        r"[•·\s]*(?:(?:阅读|浏览|点击|访问|人气|热度|评论|字数|在看|瀏覽|閱讀|點擊|回覆|回复|留言|下载|下載|被浏览|关注者|downloads?|subscribers?|"
        r"followers?|赞|点赞|播放|收藏|转发|分享|views?|"
        r"reads?|hits|shares|likes|"
        r"comments?|조회수?|閲覧数?|просмотр\w*)(?:次数|数|"
        r"量)?\s*[:：]?\s*[(（]?[\d,.]+[)）]?\s?[万wk]?\+?\s?(?:次|人|条)?\s*)+$|"
        r"[•·\s]*[\d,.]+\s?[万wk]?\+?\s?(?:次(?:阅读|浏览|点击|播放|观看)?|"
        r"人(?:阅读|浏览|看过|参与|赞)|阅读|浏览|播放|views?|reads?|shares?|likes?|"
        r"min(?:ute)?s?[ -]?(?:read|listen|watch|$)|words$)"
        r"(?:\s*[|·,]\s*[\d,.]+\s(?:views?|words|comments?|reads?|min(?:ute)?s? read))*\s*$|"
        r"[•·\s]*[\d,. ]+$|(?:全文|本文)(?:共|约|预计)?.{0,12}(?:\d+\s?字|\d+\s?分钟).{0,16}$|"
        r"(?:预计)?阅读(?:时间|时长|约|需).{0,12}$|\d+ ?-?(?:min|minute) read|(?:estimated )?reading time"
    ),
    "keyword list": (
        r"(?:【|\[)?(?:关键词|关键字|key\s?words?|index terms|schlüsselwörter|palabras clave|"
        r"ключевые слова|キーワード|키워드)(?:】|\])?\s*[:：]?\s*\S+.*[,，;；、\s]|(?:关键词|关键字|"
        r"key\s?words?)\s*[:：]\s*\S"
    ),
    "classification": (
        r"[\[【(（]?(?:中图分类号|文献标识码|文章编号|基金项目|DOI|"
        r"收稿日期|作者简介|作者单位|通讯作者|第一作者|引用格式|引用本文|项目基金|课题项目|资助项目|责任作者)"
    ),
    "note block": (
        r"[(（\[【]?(?:注释?略|参考文献略|注[:：]|附注[:：]|译者?注[:：]|编者(?:按|注)[:：]|"
        r"附件\s?\d*\s*[:：]|"
        r"notes? (?:omitted|to editors?)|translator['’]s note|editor['’]s note|correction\s*[:：]|"
        r"clarification\s*[:：]|"
        r"author['’]s note|about the authors?|about (?:the )?[A-Z]\w+(?: \w+){0,5}$|"
        r"(?:the )?authors? (?:is|are) (?:an?|the)\b|"
        r".{4,80}\b(?:views|opinions) (?:expressed (?:here )?)?are (?:his|her|their|those of the author)|"
        rf"{_FULL_NAME},? (?:[^.]{{0,30}},? )?(?:writes (?:on|about|for|a)|"
        r"is (?:an?|the) (?:[\w-]+ ){0,5}(?:fellow|analyst|professor|editor|reporter|correspondent|writer|"
        r"journalist|author|"
        r"economist|researcher|columnist|director|lecturer|scholar|associate|contributor))\b|(?:作者|译者|"
        r"本文作者)[\s:：]?.{0,6}(?:系|为|单位|是|现任|,|，|：))|"
        r"(?:作者|嘉宾|主讲人|讲师|受访者)(?:介绍|信息)|(?:关于作者|作者介绍|über (?:den|die) autor|"
        r"sobre el autor|об авторе|著者について)"
    ),
    "leftover of a text generator": (
        r"[(（\[]?(?:注[:：]\s?)?(?:资料中(?:未|没有)|(?:根据)?(?:提供的)?(?:原文|材料|素材|资料|"
        r"文本)(?:中)?(?:未|没有|并未)(?:提|给|说明|涉及|包含|显示)|"
        r"(?:作为|我是)(?:一个|一名)?(?:AI|人工智能|语言模型|大语言模型)|(?:as|i am|i'm) an? (?:ai|"
        r"artificial|large language)|(?:i'm sorry|sorry), (?:but )?i can(?:no|')t|"
        r"no .{0,40}(?:was|were) (?:provided|given|included)|(?:the )?(?:source|provided text|"
        r"material) (?:does|did) not|"
        r"\[?(?:insert|placeholder|todo|your name|date here)\b.{0,60}\]?$|(?:note: )?this (?:text|"
        r"response) was generated|以下是(?:根据|为您|对)|希望(?:这|以上).{0,16}(?:帮助|满意)|(?:sure|"
        r"certainly)[!,] here)"
    ),
}
_ABOUT = {
    name: Expression(
        rf"^\s*(?:{pattern})", re.IGNORECASE if name not in ("byline", "note block") else re.NOFLAG
    )
    for name, pattern in _START.items()
}
_NOTE_ANY_CASE = Expression(
    r"^[(（\[]?(?:notes? (?:omitted|to editors?)|(?:translator|editor|author)['’]s note|(?:correction|"
    r"clarification)\s*[:：]|"
    r"about the authors?\s*$|(?:the )?(?:author|writer)s? (?:is|are) (?:an?|the)\b)", re.IGNORECASE
)  # fmt: skip
_GENERATOR = Expression(
    r"no (?:data|information|details|figures?|source|statistics)\b.{0,60}\b(?:was|were) (?:provided|given|"
    r"available)|作为一?个?(?:AI|人工智能)|"
    r"as an? (?:ai|large) (?:language )?(?:model|assistant)|资料中(?:未|没有)|(?:原文|材料|素材)中?(?:未|"
    r"没有)(?:提|给)",
    re.IGNORECASE,
)
_BYLINE_ANY_CASE = Expression(r"^\s*(?:BY|By|by|BY:|Von|Par|Por|Текст:)\s+[A-Z]")
_WIRE = Expression(
    r"^[^。]{0,40}(?:社|日报|周刊|网|报|新闻|观察|时报|在线|客户端|财经|发布)[\s|｜·,，]+"
    + DATE
    + r"[^。]{0,40}$|"
    rf"^{DATE}[^。.]{{0,30}}$|^[^。.,]{{2,40}},\s*(?:den |le |a |on |the )?{DATE}$|"
    rf"^[^。.]{{2,30}}\s[|｜·•]\s{DATE}.{{0,20}}$",
    re.IGNORECASE,
)
_BYLINE_FULL = re.compile(rf"^(?!.*\b{_NO_NAME}){_FULL_NAME}(?:(?:,| and| &) {_FULL_NAME})*$")
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
    "石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万钱严武戴莫孔汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟"
    "殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤"
    "阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛"
    "仲虞敖巩明佘池查麻苑迟邝張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮蕭葉蘇呂盧鍾譚陸賈韋鄒閻龍賀顧龔邵萬錢嚴湯溫齊喬龐顏莊聶魯蘭"
)
_HAN_NAMES = re.compile(
    rf"(?:[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}|(?:欧阳|上官|司马|诸葛|尉迟|东方|皇甫|慕容|歐陽|司馬|諸葛)[\u4e00-\u9fff]{{1,2}})"
    rf"(?:[\s、，/／]+[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}){{0,4}}"
)
_POST = re.compile(
    r"^(?:[\w&-]+ ){0,3}(?:staff writer|correspondent|reporter|editor|fellow|analyst|columnist|contributor|"
    r"professor|director|economist)"
    r"(?:,? .{0,40})?$|^@\w{3,20}$|^(?:commentary|report|op-ed|opinion|analysis|press release|news release|"
    r"policy brief|working paper|speech|blog post|"
    r"transcript)(?:\s*\|.*)?$",
    re.IGNORECASE,
)
"""Only at the edges of a page: a name, a post, a genre."""

_PORTRAIT = re.compile(r"^[Aa]bout (?:the |our )?[A-Z]\w+(?: \w+){0,5}$|^ABOUT [A-Z ]+$|^关于\S{2,12}$")

KEYWORD_HEADING = re.compile(r"(?:关键词|关键字|key\s?words?|标签|tags?)\s*[:：]?", re.IGNORECASE)
NOTE = re.compile(
    r"^(?:[\[［【(（](?:注\s?)?\d{1,3}[\]］】)）](?!\s*[、.])\s?\S|\^\s?\S|[①-⑳]\s?(?:[^，。]{1,12}[:：]《|"
    r"参见|详见|见《))"
)
"""A foot note standing on its own line."""

_CAPTION = Expression(
    r"^(?:[^ ]{4,}[ ]?|图为.{4,}|.{4,}[(（](?:资料)?图\s?)[^ ]{0,8}[ ]?摄\s?[&）)]*$|.{2,80}(?:记者|"
    r"通讯员)\s?[\u4e00-\u9fff]{2,4}\s?摄[&）)]?$|"
    r"^[(（]?(?:图片?|题图|配图|图表|视频|制图|摄影|图源)(?:来源|来自|提供|源自|源)?\s?[:：/]\s?.{1,30}$|"
    r"^.{0,60}(?:图片?来源|图源|供图|资料图|资料图片|图/|摄影)\s*[:：]?.{0,16}[)）]?$|"
    r"^[(（]?(?:图片?|照片|视频|题图)(?:来自|来源于|源自|取自|由).{1,16}[)）]?$|"
    r"^图\s?\d{1,2}[\s:：].{0,60}(?:图源|来源).{0,20}$|"
    r"^.{8,}(?:photo(?:graph)?|image|picture|credit)s?(?:\s+by)?\s*(?:[:：/]|\.{2,}|…).{0,60}$|"
    r"^(?:photo(?:graph)?s?|image|picture|credit|illustration|file photo|video|graphic|chart|map)"
    r"(?: credit| caption| source| courtesy)?s?(?:\s+by|\s+of)?\s*[:：/©]\s*.{2,80}$|(?<=.{8})[(（](?:photo|"
    r"image|credit|ap photo|reuters|getty|file)\b.{0,40}[)）]$|"
    r"(?:getty images|shutterstock|istock|unsplash|via getty|/reuters|/afp|/ap)\W*$|^(?:写真|사진|foto|"
    r"фото)\s*[:：=/].{1,40}$",
    re.IGNORECASE,
)
"""What stands under a picture, with its credit."""

CAPTIONS = tuple(("caption", Expression(part, re.IGNORECASE)) for part in alternatives(_CAPTION.source))
_CAPTIONS = Expressions(CAPTIONS)

CREDIT_INSIDE = re.compile(
    r"\||\b(?:issued|published|translated|edited|reported|written|by)\b|发布|印发|译|编译|执笔|作者|记者",
    re.IGNORECASE,
)
"""What makes a dated sentence in a page's head a line about the text."""


@lru_cache(maxsize=REMEMBERED)
def about_the_text(text: str, length: int, is_closed: bool) -> str:
    """Name what a line says about the text itself (byline, date, keywords …), or nothing."""
    if length > 120:
        return ""
    among = _among(is_closed, length > 12, length > 40, length > 60)
    name = _KINDS.first(text, among)
    return credit(text, length, is_closed) or name if name in ("", _LEFTOVER) else name


_LEFTOVER = "leftover of a text generator"
_LONG = ("note block", "keyword list", _LEFTOVER, "source", "classification")
_NO_SENTENCES = ("byline", "date", "view count", "tag list", "keyword list")
""""By Monday …", "On 3 May 2023 …" begin sentences of the text itself."""


_KINDS = Expressions(
    [
        *_ABOUT.items(),
        ("byline", _BYLINE_ANY_CASE),
        ("byline", Expression(AGO.pattern, re.IGNORECASE)),
        ("date", Expression(ONLY_DATE.pattern, re.IGNORECASE)),
        ("date", _WIRE),
        ("note block", _NOTE_ANY_CASE),
        (_LEFTOVER, _GENERATOR),
    ]
)


@cache
def _among(is_closed: bool, is_longer: bool, is_long: bool, is_very_long: bool) -> frozenset[int]:
    """Give the numbers of the expressions that are looked for in a line of some length."""
    is_sentence = is_closed and is_longer
    wanted = [
        *(
            not (is_sentence and name in _NO_SENTENCES) and (name in _LONG or not is_very_long)
            for name in _ABOUT
        ),
        *[not is_long and not is_closed] * 2,
        not is_very_long,
        not is_very_long and not is_closed,
        True,
        True,
    ]
    return frozenset(number for number, is_wanted in enumerate(wanted) if is_wanted)


OF_SENTENCES = (
    *(pair for pair in _ABOUT.items() if pair[0] not in _NO_SENTENCES),
    ("note block", _NOTE_ANY_CASE),
    (_LEFTOVER, _GENERATOR),
    ("foot note", Expression(NOTE.pattern)),
)
"""All that is looked for in a line that ends like a sentence, but for dates and captions."""


def is_caption(text: str) -> bool:
    """Tell whether a line stands under a picture, with its credit."""
    return _CAPTIONS.any(text)


def is_name(text: str, length: int) -> bool:
    """Tell whether a line could be nothing but names of people; so could many a headline."""
    return length <= 16 and bool(_BYLINE_FULL.match(text) or _HAN_NAMES.fullmatch(text))


def is_about_someone(text: str, length: int) -> bool:
    """Tell whether a line heads the portrait of an author or an organisation, as it does behind the body."""
    return length <= 16 and bool(_PORTRAIT.match(text))


def is_post(text: str, length: int) -> bool:
    """Tell whether a line is nothing but an author's post or the genre of the text."""
    return length <= 24 and bool(_POST.match(text))
