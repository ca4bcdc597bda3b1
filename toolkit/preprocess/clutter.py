"""The words and shapes by which a page's furniture gives itself away, Chinese and English."""

from __future__ import annotations

import re

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
TRAILER = re.compile(
    r"(?:\s*[\[［]\d{1,3}[\]］]|"
    r"\s*[(（](?:完|作者[^()（）]{0,40}|本报[^()（）]{0,40}|记者[^()（）]{0,40}|end)[)）])+\s*$",
    re.IGNORECASE,
)
"""What may stand behind the last full stop of a real paragraph."""

CLOSED = re.compile(r"[。！？!?.…；;][”’』」》）)\"'】]*$|[。！？!?][”’]?[)）]$|[。.!?！？]\s?[”\"]$")
ELLIPSIS = re.compile(r"(?:\.{2,}|(?<!…)…|&)\s*$")
"""Broken off. A Chinese ellipsis proper (……) ends many a real sentence."""

_TAIL = 200
"""Characters at the end of a line among which its end is looked for: a row of 20,000 dots takes no time."""


def without_trailer(text: str) -> str:
    """Take off what may stand behind the last full stop."""
    return text[:-_TAIL] + TRAILER.sub("", text[-_TAIL:])


def is_closed(text: str) -> bool:
    """Tell whether a line ends like a sentence."""
    return bool(CLOSED.search(text[-_TAIL:]))


def is_broken_off(text: str) -> bool:
    """Tell whether a line ends in dots."""
    return bool(ELLIPSIS.search(text[-_TAIL:]))


STOP_CJK = re.compile(r"[。！？；!?;]|,.*,|，.*，")
STOP_SPACED = re.compile(r"[.!?][”\")]?(?:\s|$)|;|,.*,.*,")
STAMP_GLUED = re.compile(
    r"[^\s\d](?:19|20)\d\d-\d{1,2}-\d{1,2}\s+\d{1,2}:\d\d(?::\d\d)?[\s\-–—|]*$|"
    r"\w\s?\d{1,2}\s?(?:hours?|minutes?|days?) ago$"
)
STAMP_AT_END = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?[\s\-–—|]*$"
)
INTRODUCES = re.compile(r"[:：]$")
NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,3}[)）]|"
    r"第[一二三四五六七八九十\d]{1,3}[章节条部]|"
    r"\d{1,2}(?:\.\d{1,2})*[、.．)]\s?\D|\d{1,2}(?:\.\d{1,2})*\s+[A-Z]|"
    r"[IVX]{1,4}\.\s|(?:Section|Part|Chapter)\s+\w+)"
)
KEYWORD_HEADING = re.compile(r"(?:关键词|关键字|key\s?words?|标签|tags?)\s*[:：]?", re.IGNORECASE)

NOTE = re.compile(r"^[\[［【(（]?(?:注\s?)?\d{1,2}[\]］】)）](?!\s*[、.])\s?\S")
"""A foot note standing on its own line."""

CAPTION = re.compile(
    r"^(?:[^ ]{4,}[ ]?|图为.{4,}|.{4,}[(（](?:资料)?图\s?)[^ ]{0,8}[ ]?摄\s?[&）)]*$|"
    r"^.{8,}(?:photo(?:graph)?|image|picture|credit)s?(?:\s+by)?\s*[:：/].{0,50}$",
    re.IGNORECASE,
)
"""What stands under a picture, with its credit."""

DATED = re.compile(
    r"(?:19|20)\d\d\s?(?:[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}|年\s?\d{1,2}\s?月\s?\d{1,2}\s?日)|"
    r"\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|"
    r"jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:19|20)\d\d|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|"
    r"dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d",
    re.IGNORECASE,
)
"""A date to the day, anywhere in a line."""

CREDIT_INSIDE = re.compile(
    r"\||\b(?:issued|published|translated|edited|reported|written|by)\b|发布|印发|译|编译|执笔|作者|记者",
    re.IGNORECASE,
)
"""What makes a dated sentence in a page's head a line about the text."""

SITE_SUFFIX = re.compile(r"\s?[_|｜\-–—·]\s?[^_|｜\-–—]{2,24}$")
"""The name of the site behind the title of the page."""

TEASER = re.compile(r"^(?=.{12,})[^。]*?\S{4,}[ ](?=[^ ]*[\u4e00-\u9fff]{4})[^。]*(?:。[^。]*)?$")
"""A Chinese headline, a space, and the beginning of a story that breaks off."""

_HEADING_WORD = re.compile(
    r"(?:摘\s?要|内容提要|关键词|关键字|引言|前言|导语|导言|结语|结论|结论与建议|建议|附录|参考文献|注释|"
    r"abstract|summary|executive summary|key\s?words?|introduction|background|conclusions?|recommendations?|"
    r"outlook|references|notes|appendix|key findings|discussion|methods?)\s*[:：]?",
    re.IGNORECASE,
)

# --- boilerplate: what a site says about itself and about its other pages -----------------------------

_FURNITURE_START = {
    "navigation": (
        r"(?:首页|主页|您(?:当前|现在)?的?位置|当前位置|你在这里|home|you are here)\s*(?:[>›»:：/|]|$)|"
        r"skip to (?:main )?content|"
        r"(?:menu|search|sign in|log ?in|subscribe now|register)(?:\s*$|\s*[|·/])|"
        r"(?:网站地图|返回顶部|返回首页|回到顶部|back to top|sitemap)"
    ),
    "share buttons": (
        r"分享(?:到|至|:|：|按钮)|(?:微信)?扫一?扫|转发(?:到|至|\s|$)|"
        r"share (?:this|on|via|to|article|story)|share\s*[:|]|"
        r"(?:tweet|facebook|twitter|linkedin|whatsapp|weibo)(?:\s*[|·,/]|\s*$|"
        r"\s+(?:tweet|facebook|twitter|linkedin|whatsapp|email|x)\b)|follow us|"
        r"(?:点赞|收藏|打印|转载|复制链接|举报|纠错)(?:\s|$|[:：|])|"
        r"print (?:this|article)|email this|copy link"
    ),
    "list of other pages": (
        r"(?:相关(?:阅读|链接|新闻|报道|文章|推荐|专题)|推荐(?:阅读|文章|新闻)|"
        r"延伸阅读|热(?:门|点)(?:新闻|推荐|文章|排行|阅读)|"
        r"(?:今日|24小时|本周|点击)?(?:热榜|排行榜?|要闻)|猜你喜欢|大家都在看|更多(?:新闻|精彩|"
        r"内容|资讯|相关)|上一篇|下一篇|上一条|下一条|精彩推荐|编辑推荐|最新(?:文章|资讯|消息))|"
        r"(?:related|recommended|more (?:from|in|on|stories)|most (?:read|popular|viewed)|"
        r"read (?:more|next|also)|also (?:on|read|in)|see also|you may (?:also )?like|"
        r"trending|latest (?:news|stories|headlines)|editor[’']?s?[’']? picks?|"
        r"previous (?:article|post|story)|next (?:article|post|story)|don[’']t miss|"
        r"popular (?:now|posts|stories)|top stories|up next|sponsored)\b"
    ),
    "tags": r"(?:标签|tags?|filed under|topics?|categor(?:y|ies)|栏目|分类)\s*[:：]\s*$",
    "comment form": (
        r"leave a (?:reply|comment)|please enter your|your email address|"
        r"save my name|post (?:a )?comment|(?:\d+\s+)?comments?(?:\s*\(\d+\))?\s*$|"
        r"log in to (?:leave|post)|join the (?:conversation|discussion)|"
        r"name\s*\*|email\s*\*|website\s*:?\s*$|"
        r"(?:我要|发表|网友|用户|最新|查看|全部|热门)(?:的)?评论|"
        r"评论(?:\s|\(|（|区|:|：|$)|(?:请)?登录后|文明上网|写下你的|暂无评论|说点什么"
    ),
    "subscription box": (
        r"(?:sign up|subscribe|get (?:our|the) .{0,40}(?:newsletter|inbox|briefing|daily|weekly)|"
        r"join our (?:newsletter|mailing)|newsletter|"
        r"enter your e-?mail|already a subscriber|support (?:our|independent) journalism|"
        r"start your free|unlimited (?:digital )?access|unsubscribe)|"
        r"(?:关注|订阅)(?:我们|公众号|本|官方|微信|.{0,12}公众号)|"
        r"(?:长按|识别|点击).{0,14}(?:二维码|下载|关注|订阅|阅读原文)|阅读原文|"
        r"(?:打开|下载|安装).{0,10}(?:APP|客户端|应用(?:商店|市场))|下载.{0,12}(?:客户端|APP)|"
        r"download (?:our|the) .{0,20}app|available on (?:the app store|google play)|app store"
    ),
    "cookie notice": (
        r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies|"
        r"(?:accept|reject|manage) (?:all )?cookies|cookie (?:settings|policy|preferences)|"
        r"by (?:continuing|using) (?:to|this)|accept all|本(?:网站|站)使用\s*cookie|我们使用\s*cookie"
    ),
    "copyright or disclaimer": (
        r"(?:版权(?:所有|声明|归)|免责声明|法律声明|特别声明|郑重声明|声明[:：]|"
        r"凡(?:本网|注明)|本网站?(?:所有|转载|刊登)|未经(?:授权|许可|书面)|转载(?:请|须)|"
        r"违法和不良信息|举报(?:电话|邮箱)|[^ ]{0,4}ICP[备证]|.{0,3}公网安备|"
        r".{0,12}许可证(?:编?号)?\s*[:：]|联系我们|关于我们|广告(?:合作|服务|$)|网站(?:声明|律师))|"
        r"(?:©|\(c\)\s|copyright\b|all rights reserved|"
        r"terms (?:of (?:use|service)|(?:and|&) conditions)|privacy (?:policy|notice)|disclaimer|"
        r"(?:contact us|about us|advertise(?: with us)?|advertisement)\s*(?:$|[|·/])|"
        r"reproduction .{0,40}(?:prohibited|permission)|no part of this|the views expressed|"
        r"this (?:article|story) (?:may not|is (?:for|provided)|was (?:first|originally) published on))"
    ),
    "advertisement": (
        r"(?:广告|推广|赞助)[】\]）)\s:：]|advertis(?:ement|er content)\b|"
        r"sponsored (?:content|by)\b|promoted\s*$"
    ),
    "page number": r"\d{1,4}[\s\-–—]+$",
    "page control": (
        r"(?:字号|字体|【?(?:大|中|小)】?\s+【?(?:中|大|小)】?\s+【?小?】?)|"
        r"(?:加载更多|点击(?:加载|查看|展开)|查看(?:更多|全文|原文)|"
        r"展开(?:全文|更多)|下一页|上一页|第\s?\d+\s?页|共\s?\d+\s?页)|"
        r"(?:load more|show more|view all|see all|continue reading|click here|"
        r"page \d+ of \d+|next page|listen to this|play audio|advertisement)\b"
    ),
}
_FURNITURE = {
    name: re.compile(rf"^[\s•·\-–—>*|【\[(（]*(?:{pattern})", re.IGNORECASE)
    for name, pattern in _FURNITURE_START.items()
}
_BREADCRUMB = re.compile(r"^[^。.!?]{1,24}(?:\s?[>›»]\s?[^。.!?>›»]{1,30}){1,5}$")
_SUBSCRIBE = re.compile(
    r"(?:enter your |your )e-?mail|sign (?:me )?up\b|in your inbox|to subscribe\b|"
    r"unsubscribe|点击(?:进入|查看|报名|领取|下载)|扫码(?:下载|关注|订阅|阅读)|看直播$",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"版权(?:所有|声明|归)|免责声明|未经.{0,10}(?:授权|许可|同意).{0,16}(?:转载|复制|摘编|使用|发布)|"
    r"凡本(?:网|站|报)|本(?:网|网站|站)(?:所有|转载|刊登|系|不对)|转载(?:请|须)(?:注明|联系)|违法和不良信息|"
    r"文明上网|请先?登录|扫(?:描|码).{0,16}(?:二维码|下载|关注)|长按.{0,10}(?:二维码|识别)|"
    r"(?:下载|打开).{0,8}(?:客户端|APP)|关注.{0,12}公众号|"
    r"all rights reserved|\buses? cookies\b|\b(?:accept|manage) (?:all )?cookies|"
    r"^this (?:article|story|page) (?:may not|is provided for|was (?:first|originally) published)|"
    r"^no part of this|^the views expressed|^(?:the )?opinions expressed|"
    r"your e-?mail address will not|required fields|please enter your|log in to (?:leave|post|comment)|"
    r"\bunsubscribe\b|^(?:subscribe|sign up)\b|already a subscriber|^support (?:our|independent) journalism|"
    r"^(?:get|join) (?:our|the) .{0,40}(?:newsletter|inbox|mailing list)|to subscribe\b|in your inbox|"
    r"^(?:click|tap) here|^advertisement\b|^please (?:read|review) our|\bsave my name\b|^copyright\b|^©|"
    r"reproduced without|^(?:most (?:read|popular|viewed)|read (?:more|next|also)|related|see also)\s*[:：]|"
    r"^(?:免责|法律|特别|郑重)?声明[:：]|^(?:相关|推荐|延伸)阅读[:：]",
    re.IGNORECASE,
)
_SHARE_WORDS = frozenset([
    "share", "tweet", "email", "e-mail", "print", "facebook", "x", "twitter", "linkedin", "whatsapp", "weibo",
    "wechat", "reddit", "telegram", "copy", "link", "save", "comments", "comment", "listen", "gift",
    "分享", "分享到", "微信", "微博", "新浪微博", "qq", "qq空间", "朋友圈", "收藏", "打印", "点赞",
    "复制链接", "评论", "转发", "举报", "字号", "大", "中", "小", "客户端", "手机版", "登录", "注册",
    "电子报", "电子刊",
])  # fmt: skip
_SPACED_MENU = re.compile(r"^(?:[\u4e00-\u9fff]{2,6}\s){3,}[\u4e00-\u9fff]{2,6}(?:\s.*)?$")
_MENU = re.compile(r"^[^|｜/·。]{1,24}(?:\s?[|｜·/]\s?[^|｜·/。]{1,16}){2,}$")
_ALL_RIGHTS = re.compile(r"all rights reserved|版权所有|未经(?:授权|许可)|ICP备|公网安备", re.IGNORECASE)

# --- meta: what a page says about this very text ------------------------------------------------------

_DATE = (
    r"(?:(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?|(?:\d{1,2}\s+)?(?:jan|feb|mar|"
    r"apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2}(?:st|nd|rd|th)?,?\s+)?(?:19|20)\d\d)"
)
_ABOUT_START = {
    "tag list": r"(?:标签|tags?|filed under|topics?|栏目|话题)\s*[:：]\s*\S",
    "byline": (
        r"(?:by|words by|written by|story by|reporting by|edited by|text|photos? by)\s+(?:[A-Z]|the\b)|"
        r"(?:by)\s+our\b|(?:作者|文|撰文|记者|通讯员|本报记者|"
        r"特约(?:记者|评论员)|编译|译者|翻译|撰稿|执笔|整理|供稿|图)\s*[:：/|丨]|"
        r"(?:本报|本刊|本网|特约|.{0,8}社)(?:记者|评论员|通讯员)\s*[^，。,]{1,24}$"
    ),
    "editor's credit": (
        r"(?:reporting|editing|edited|translated|compiled|additional reporting)\s+by\b|"
        r"(?:full text\b|unofficial translation)|[\[【(（]?(?:责任编辑|责编|编辑|校对|审核|"
        r"监制|主编|值班编辑|来稿|制图|视觉|排版|编审|二审|三审|初审|终审)[\]】)）]?\s*[:：]|"
        r"(?:editor|editing|additional reporting|reporting|translator|translated by|copy editor|"
        r"correspondents?|contributors?|graphics?|photo(?:graph)?s?|image|illustration)s?(?:\s+by)?\s*[:：]"
    ),
    "source": (
        r"原载[《:：]|(?:来源|稿源|信息来源|文章来源|转自|原标题|出处|发布(?:机构|单位|者|时间|日期)|"
        r"成文日期|发文(?:机关|字号)|文号|索引号|公开日期|生成日期|有效性|主题分类|单位)\s*[:：]|"
        r"(?:source|originally published|first published|published by|issued by|issuing (?:body|authority|"
        r"office)|reference(?: (?:no|number))?|document (?:no|number|ref)|ref|file|effective(?: date)?|"
        r"jel (?:codes?|classification)|isbn|issn|doi|citation|cite as|suggested citation|"
        r"contact|media contact|press contact|for (?:immediate release|further information)|"
        r"date|dateline|classification|distribution|reading time|word count|series|issue|"
        r"volume|section|location|author'?s?|title|translation)(?:\s+(?:note|note:))?\s*[:：]"
    ),
    "date": (
        r"[•·\s(（\[]*(?:(?:发布|更新|发表|刊发|上传|修订|印发)(?:时间|日期|于)?\s*[:：]?\s*|"
        r"(?:published|updated|posted|last (?:updated|modified)|date|released|"
        rf"issued)(?:\s+on)?\s*[:：]?\s*|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?{_DATE}"
    ),
    "view count": (
        r"[•·\s]*(?:(?:阅读|浏览|点击|访问|人气|热度|评论|字数|views?|reads?|hits|"
        r"comments?)(?:次数|数|量)?\s*[:：]?\s*[\d,.]+\s?万?\+?\s?(?:次|人|条)?\s*)+$|"
        r"[•·\s]*[\d,.]+\s?万?\+?\s?(?:次(?:阅读|浏览|点击)?|"
        r"人(?:阅读|浏览|看过|参与)|阅读|浏览|views?|reads?|min(?:ute)?s? read|"
        r"words)(?:\s*[|·,]\s*[\d,.]+\s(?:views?|words|comments?|reads?|min(?:ute)?s? read))*\s*$|"
        r"[•·\s]*[\d,. ]+$"
    ),
    "keyword list": r"(?:关键词|关键字|key\s?words?|index terms)\s*[:：]\s*\S",
    "classification": (
        r"[\[【(（]?(?:中图分类号|文献标识码|文章编号|基金项目|DOI|"
        r"收稿日期|作者简介|作者单位|通讯作者|引用格式|项目基金)"
    ),
    "note block": (
        r"[(（\[【]?(?:注释?略|参考文献略|注[:：]|附注[:：]|译者?注[:：]|编者(?:按|注)[:：]|"
        r"notes? (?:omitted|to editors?)|translator['’]s note|editor['’]s note|"
        r"author['’]s note|about the author|(?:the )?authors? (?:is|are) (?:an?|the)\b|"
        r".{4,80}\b(?:views|opinions) (?:expressed (?:here )?)?are (?:his|her|their|those of the author)|"
        r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,3} (?:writes (?:on|about|for)|"
        r"is (?:an?|the) (?:[\w-]+ ){0,4}(?:fellow|analyst|professor|editor|reporter|correspondent|"
        r"economist|researcher|columnist|director|lecturer))\b|(?:作者|译者)(?:系|为|单位|是))"
    ),
    "leftover of a text generator": (
        r"[(（\[]?(?:资料中(?:未|没有)|(?:原文|材料|素材)(?:中)?(?:未|没有)提(?:供|及)|"
        r"(?:作为|我是)(?:一个|一名)?(?:AI|人工智能)|as an ai|"
        r"no (?:data|information) (?:was|were) provided|\[?insert )"
    ),
}
_ABOUT = {
    name: re.compile(rf"^\s*(?:{pattern})", re.IGNORECASE if name != "byline" else 0)
    for name, pattern in _ABOUT_START.items()
}
_BYLINE_ANY_CASE = re.compile(r"^\s*(?:BY|By|by)\s+[A-Z]")
_WIRE = re.compile(r"^[^。]{0,40}(?:社|日报|周刊|网|报|新闻|观察|时报)\s+" + _DATE + r"[^。]{0,40}$")


def heading_word(text: str) -> str:
    """Name the section word that a line consists of, if it does."""
    match = _HEADING_WORD.fullmatch(text.strip("【】[]<>《》 "))
    return match[0] if match else ""


def furniture(text: str, length: int, is_closed: bool) -> str:
    """Name the kind of furniture a line is, or nothing.

    A line that ends like a sentence may begin with the words of a button ("Related studies show …");
    it is furniture only if it says what no article says.
    """
    if is_closed and length > 12:
        return "notice of the site" if length <= 240 and _NOTICE.search(text) else ""
    for name, pattern in _FURNITURE.items():
        if length <= _LONGEST.get(name, 60) and pattern.search(text):
            return name
    if length <= 80 and _SUBSCRIBE.search(text):
        return "subscription box"
    if _ALL_RIGHTS.search(text) and length <= 80:
        return "copyright or disclaimer"
    words = re.split(r"[\s|·/]+", text.casefold())
    if len(words) > 1 and all(word in _SHARE_WORDS for word in words if word):
        return "share buttons"
    return ""


def is_menu(text: str, length: int) -> bool:
    """Tell whether a line is a row of links or a path to the page."""
    return length <= 60 and bool(_BREADCRUMB.match(text) or _MENU.match(text) or _SPACED_MENU.match(text))


_LONGEST = {"copyright or disclaimer": 240, "cookie notice": 160, "subscription box": 120}
"""Notices may be long; everything else of this kind is short."""


def about_the_text(text: str, length: int, is_closed: bool) -> str:
    """Name what a line says about the text itself (byline, date, keywords …), or nothing."""
    if length > 120:
        return ""
    for name, pattern in _ABOUT.items():
        if is_closed and length > 12 and name in ("byline", "date", "view count"):
            continue  # "By Monday …", "On 3 May 2023 …": a sentence of the text itself
        longest = 120 if name in ("note block", "keyword list", "leftover of a text generator") else 60
        if length <= longest and pattern.search(text):
            return name
    if length <= 40 and not is_closed and _BYLINE_ANY_CASE.search(text):
        return "byline"
    if length <= 60 and _WIRE.search(text):
        return "date"
    return ""
