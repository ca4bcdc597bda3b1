"""Furniture: what a site says about itself and about its other pages."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from toolkit.preprocess.lines.clutter.expressions import Expression, Expressions
from toolkit.preprocess.lines.clutter.notices import is_notice
from toolkit.preprocess.lines.clutter.words import (
    BUTTONS,
    CERTAIN,
    COMMENTS,
    DEPARTMENT,
    LIKELY,
    LISTS,
    REMEMBERED,
    SECTIONS,
    bare,
)

_START = {
    "navigation": (
        r"(?:首页|主页|您?(?:当前|现在)?的?所?在?位置|当前位置|你在这里|home|you are here|startseite|"
        r"accueil|inicio|главная)\s*(?:[>›»:：/→]|$)|"
        r"skip to |(?:menu|search|sign in|log ?in|subscribe now|register)\s*[|·/]|back to (?:top|home|all|"
        r"the )|"
        r".{2,16}(?:门户网站|官方网站|政府网)$|"
        r"(?:网站地图|返回(?:顶部|首页|列表)|回到顶部|sitemap|search (?:for|results)\s*:)|"
        r".{0,12}首页(?:\s*[>›»|]|\s\S)"
    ),
    "share buttons": (
        r"分享(?:到|至|:|：|按钮|本文|给)|(?:微信)?扫一?扫|转发(?:到|至|\s|$)|"
        r"share (?:this|on|via|to|(?:full )?article|story|your)|share\s*[:|]|(?:click to |e?mail |"
        r"print )(?:share|email|print|this)|"
        r"(?:tweet|facebook|twitter|linkedin|whatsapp|weibo)(?:\s*[|·,/]|\s*$|"
        r"\s+(?:tweet|facebook|twitter|linkedin|whatsapp|email|x)\b)|follow (?:us|me)\b|"
        r"follow .{2,40} on (?:twitter|x|facebook|instagram)|"
        r"(?:点赞|收藏|打印|转载|复制链接|举报|纠错)(?:\s|$|[:：|])|(?:print|email|copy|gift) (?:this|link|"
        r"article)|"
        r"(?:auf|per) (?:facebook|twitter|x|whatsapp|e-mail) teilen|partager (?:sur|cet)|compartir en|"
        r"поделиться|find us on|connect with us|"
        r"(?:点个?|点亮|点击)[“\"「]?(?:在看|赞|推荐)|觉得(?:有用|不错|好看)|.{0,16}分享(?:给|到)(?:更多|"
        r"身边|朋友)"
    ),
    LISTS: (
        r"(?:相关(?:阅读|链接|新闻|报道|文章|推荐|专题|文件|政策|解读|附件)|推荐(?:阅读|文章|新闻)|"
        r"解读链接|政策解读[:：]|往期|"
        r"延伸阅读|(?:扩|拓)展阅读|热(?:门|点)(?:新闻|推荐|文章|排行|阅读)|"
        r"热搜\s*[:：]|(?:今日|\d+小时|本周|一周|点击|阅读)?(?:热榜|热文|排行榜|要闻回顾)|猜你喜欢|"
        r"大家都在看|更多(?:新闻|精彩|"
        r"内容|资讯|相关|报道)|(?:上|下|前|后)一(?:篇|条|章|页|则)|精彩推荐|编辑推荐|最新(?:文章|资讯|消息)|"
        r"TOP\s?\d{1,2}\s?\D|点击(?:查看|阅读|进入|观看|收看|收听)[:：>]|(?:【|\[)?(?:详细|详情|全文|专题|"
        r"链接|更多|查看|阅读原文)(?:】|\])?[>›»:：]|"
        r"[>》]{2,}\s?[\u4e00-\u9fff【“《]|[▶►▼↓👇]{1,6}\s?\S|↓+)|"
        r"(?:related|similar|recent|other|latest|more) (?:speeches|documents|publications|reports|events|"
        r"videos|resources|releases|materials|papers|pages|entries|episodes)\s*[:：]?\s*$|"
        r"(?:recommended (?:for|reading|stories)|more (?:from|in|on|stories|about|news)\b|(?:most|"
        r"what to) (?:read|popular|viewed|shared)\b|"
        r"read (?:more|next|also|the full|full|on)\b|also (?:on|read|in)\b|(?:\W{0,2}see|watch|listen|read|"
        r"learn|find out) (?:also|more|next)\b|"
        r"you (?:may|might) (?:also )?(?:like|be interested)|don[’']t miss\s*[:：|]|in case you missed|"
        r"trending (?:now|topics|stories)|latest (?:news|stories|headlines|from)|"
        r"editor[’']?s?[’']? (?:picks?|choice)|"
        r"(?:previous|next|newer|older|related|similar|recent|popular|top|featured) (?:article|post|story|"
        r"page|stories|articles|posts|topics|"
        r"content|coverage|links|reading|news)s?\b|(?:related|watch|previous|next|read|listen|explainer|"
        r"up next|gallery|video)\s*[:：|»→]\s*\S|"
        r"customers who|people also|←|→ |upcoming events|recent (?:posts|comments)|sponsored\b)|"
        r"(?:lesen sie (?:auch|mehr|hier)|mehr (?:zum thema|dazu|lesen)|das könnte|à lire|lire (?:aussi|"
        r"la suite)|voir aussi|sur le même|"
        r"lea también|lee también|le(?:e|a) más|te puede|artículos relacionados|noticias relacionadas|"
        r"читайте также|читать также|по теме|смотрите также|"
        r"関連(?:記事|ニュース|リンク)|あわせて読みたい|おすすめ|次の記事|前の記事|관련\s?기사|추천\s?기사|"
        r"많이 본)"
    ),
    "tags": r"(?:标签|tags?|filed under|topics?|categor(?:y|ies)|栏目|分类)\s*[:：]\s*$",
    COMMENTS: (
        r"(?:leave|post|write|add|submit|view|show|read|see) (?:a |an |your |all |the |"
        r"\d+ )?(?:new )?(?:reply|comments?|review)\b|please enter your|"
        r"your (?:e-?mail|name)\b|save my name|(?:\d[\d,]*\s+)?(?:comments?|repl(?:y|ies)|responses?|"
        r"likes?|upvotes?|ratings?|reviews?)(?:\s*[(（]?\d+[)）]?)?\s*$|"
        r"(?:upvote|like|reply)\s*[·|(]?\s*\d*\b\W*(?:$|[|·])|log ?in to (?:leave|post|reply|comment)|"
        r"join the (?:conversation|discussion)|"
        r"(?:name|email|website)\s*(?:\*|[(]required[)])\s*[:：]?\s*$|"
        r"[\w.\-]{2,24}(?: [A-Z][\w.]*)? (?:says|wrote|commented|replied)\s*[:：]|"
        r"(?:我要|发表|网友|用户|最新|查看|全部|热门|累计)(?:的)?(?:评论|评价|留言)|"
        r"评论(?:\s|\(|（|区|:|：|$|\d)|(?:您)?(?:需要|必须|请)?(?:先)?登录(?:后|以后|才)|文明上网|"
        r"写下你的|暂无(?:评论|留言)|说点什么|"
        r"回复\s*[(（:：\d@]|回复 |(?:赞|顶|踩|在看|点赞)\s*[(（]?\d+|楼主\b|\d+\s?(?:楼|#)$|发表于\s|"
        r"发帖人|来自[:：]?\s?(?:iPhone|Android|手机)|"
        r"昵称\s*[:：]|验证码\s*[:：]|\d+\s?(?:条评论|条留言|人参与|个赞|人赞)|댓글\s?\d|コメント\s?\(?\d|"
        r"kommentare?\s?\(?\d|commentaires?\s?\(?\d|комментари\w+\s?\(?\d"
    ),
    "subscription box": (
        r"(?:sign up|subscribe|register)(?:\s*$|\s+(?:to|for|now|here|today|with|below|and)\b)|"
        r"get (?:our|the|all|more|daily|weekly|your) .{0,50}(?:newsletter|inbox|briefing|daily|weekly|app|"
        r"updates|alerts)|"
        r"join (?:our|\d|thousands|the mailing)|newsletter|never miss|stay (?:informed|connected|"
        r"up to date|in the know)|"
        r"enter your e-?mail|already (?:a |have an )(?:subscriber|member|account)|support (?:our|"
        r"independent|quality) (?:journalism|work)|"
        r"start your (?:free|subscription)|unlimited (?:digital )?access|unsubscribe|to continue reading|"
        r"you have (?:\d+|one|two|three) (?:free )?(?:articles?|stories)|"
        r"(?:this|the) (?:article|content|story) is (?:for|available to|reserved) |"
        r"(?:please )?consider (?:making a )?donat|scan (?:the|this) (?:qr )?code|"
        r"(?:download|get|open|try|install) (?:our|the|in) .{0,24}app\b|available (?:on|"
        r"for) (?:the app store|google play|ios|android)|app store|"
        r"(?:关注|订阅)(?:我们|公众号|本|官方|微信|.{0,12}公众号)|(?:欢迎|敬请|请)(?:关注|订阅|扫码|扫描|"
        r"投稿|转发|加入|下载)|点击上方|"
        r"(?:长按|识别|点击|扫描?|扫码|微信扫).{0,14}(?:二维码|下载|关注|订阅|阅读原文|报名|进群|蓝字)|"
        r"阅读原文|(?:更多|精彩).{0,16}(?:请|欢迎)?(?:关注|下载|点击|扫码)|"
        r"(?:打开|下载|安装).{0,12}(?:APP|客户端|应用(?:商店|市场))|(?:在|用|来)?.{0,8}(?:APP|"
        r"客户端)(?:内)?(?:打开|查看|阅读)|(?:在线|点击|扫码|立即)(?:报名|购买|咨询|领取)|"
        r"(?:活动|会议|在线)报名|报名(?:方式|链接|入口|请)|加入购物车|立即(?:购买|下载|登录|注册|订阅)|"
        r"(?:jetzt|newsletter) (?:abonnieren|anmelden|registrieren)|s['’](?:abonner|inscrire)|abonnez-vous|"
        r"suscríb\w+|подпи(?:саться|шитесь|ска)|メルマガ|会員登録|구독"
    ),
    "cookie notice": (
        r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies|(?:accept|reject|manage|"
        r"allow) (?:all )?(?:cookies|preferences|options)|"
        r"cookie (?:settings|policy|preferences|notice)|by (?:continuing|using|clicking|signing up|"
        r"browsing|registering)\b.{0,60}"
        r"(?:agree|accept|consent|use|site|$)|accept all|本(?:网站|站)使用\s*cookie|我们使用\s*cookie|"
        r"(?:wir verwenden|diese (?:web)?site verwendet) cookies|nous utilisons des cookies|"
        r"utilizamos cookies|(?:мы|сайт) использу\w+ (?:файлы )?cookie"
    ),
    "copyright or disclaimer": (
        r"(?:版权(?:所有|声明|归|©)|免责声明|法律声明|特别声明|郑重声明|重要声明|(?:原创)?声明[:：]|"
        r"凡(?:本网|注明)|本网站?(?:所有|转载|刊登)|未经(?:授权|许可|书面|同意)|(?:如需)?转载(?:请|须|授权)|"
        r"违法和不良信息|举报(?:电话|邮箱|热线)|.{0,6}ICP[备证]|.{0,4}公网安备|备案号|网站标识码|网站备案|"
        r".{0,14}许可证(?:编?号)?\s*[:：]|联系我们|关于我们|广告(?:合作|服务|刊例|热线|$)|网站(?:声明|律师|"
        r"管理)|(?:新闻|投稿|爆料|服务|咨询|联系|订阅|发行|客服)(?:热线|邮箱|电话|QQ)\s*[:：]|"
        r"(?:主办|承办|主管|协办|技术支持|运维|网站维护|版权)(?:单位|方)?\s*[:：]|(?:国内统一|"
        r"国际标准)(?:连续)?(?:出版物|刊)号|CN\s?\d\d-\d{4}|"
        r"(?:联系)?(?:地址|电话|传真|邮编|邮箱|E-?mail|Tel|Fax|QQ群?|热线|联系人|联系电话|网址|"
        r"官网)\s*[:：]\s*\S)|"
        r"(?:©|\(c\)\s?(?:19|20)\d\d|copyright\b|all rights reserved|terms (?:of (?:use|service)|(?:and|"
        r"&) conditions)|privacy (?:policy|notice)|disclaimer|"
        r"(?:contact us|about us|advertise(?: with us)?)\s*(?:$|[|·/])|reproduction .{0,40}(?:prohibited|"
        r"permission)|no part of this|the views expressed|"
        r"text is available under|this (?:article|story|page|post|report|material|work|site|"
        r"content) (?:may not|is (?:for|provided|licensed|part of)|was (?:last|first|originally)|"
        r"(?:originally|first) appeared)|a version of this|(?:proudly )?powered by|licensed under|"
        r"(?:tel|phone|fax|e-?mail|address|web(?:site)?|call us|email us|write to us|inquiries|enquiries|"
        r"media (?:contact|inquiries)|press (?:contact|office|inquiries))\s*[:：.]\s*\S)|"
        r"(?:alle rechte vorbehalten|tous droits réservés|todos los derechos|все права защищены|无断|"
        r"無断転載|무단\s?전재|저작권자)"
    ),
    "advertisement": (
        r"[\s—\-【\[(（]*(?:广告|推广|赞助)[】\]）)\s:：—\-]|advertis(?:ement|er content)\b|"
        r"sponsored (?:content|by)\b|promoted\s*$|"
        r"(?:story|article) continues|continue reading (?:the|below)|report (?:this )?ad\b|paid (?:post|"
        r"content|partnership)|¥\s?\d|￥\s?\d|"
        r"free shipping|add to (?:cart|basket|bag)|\d(?:\.\d)? out of 5|月销|已售|累计评价|包邮|"
        r"[$€£]\s?\d[\d.,]*\s*$"
    ),
    "page number": r"(?:\d{1,4}|[ivxlc]{1,6})[\s\-–—]*$|[\-–—]\s?\d{1,4}\s?[\-–—]$",
    "page control": (
        r"(?:【?字号|【?字体|【?(?:大|中|小)】?\s+【?(?:中|大|小)】?\s+【?小?】?)|"
        r"[-—=*·\s]*(?:END|完|全文完|正文完)[-—=*·\s]+$|(?:加载更多|点击(?:加载|查看|展开|播放)|"
        r"查看(?:更多|全文|原文|大图)|视频加载|正在加载|"
        r"展开(?:全文|更多)|(?:首|上一?|下一?|尾|末)页(?:\s|$)|第\s?\d+\s?页|共\s?\d+\s?页|"
        r"[<«]\s?(?:上一页|prev)|(?:【|\[)(?:打印|关闭|编辑|收藏|纠错)(?:】|\]))|"
        r"(?:load (?:more|comments)|show (?:more|less)|view (?:all|gallery|full|larger)|see all|"
        r"continue reading|click (?:here|to)|tap (?:here|to)|"
        r"(?:page|document) \d+(?: of \d+)?(?:\s*$|\s*[|·])|p(?:ag|g)e?\.? ?\d+\s*$|\d+ of \d+$|"
        r"next (?:page|»|›)|listen to this|play (?:audio|video|episode)|text size|"
        r"print(?:er|able)?[ -](?:friendly|version)|download (?:pdf|the|as|this)|video player|"
        r"advertisement|\d[\d,. ]* ratings)\b|(?:edit|hide|show|citation needed|编辑)[\])]|1\s+2\s+3(?:\s|$)"
    ),
}
_STARTS = {
    name: Expression(rf"^[\s•·\-–—>*|【\[(（]*(?:{pattern})", re.IGNORECASE)
    for name, pattern in _START.items()
}
_LONGEST = {"copyright or disclaimer": 240, "cookie notice": 160, "subscription box": 120, LISTS: 100}
"""Notices may be long; everything else of this kind is short."""

_INSIDE = Expression(
    r"in your inbox|to subscribe\b|(?:enter|type) your e-?mail|\b(?:sign (?:me )?up|subscribe)$|"
    r"\bunsubscribe\b|delivered to your|点击(?:进入|查看|报名|领取|下载|关注|链接)|"
    r"(?:扫码|扫描|长按).{0,12}(?:下载|关注|订阅|阅读|二维码|报名)|看直播$|all rights reserved|版权所有|"
    r"未经(?:授权|许可)|ICP备|公网安备|网站标识码|二维码|"
    r"opens in (?:a )?new (?:window|tab)|\bcookies?\b.{0,30}(?:policy|settings|browser|accept|agree)|"
    r"https?://\S+$|^www\.\S+$|\bwww\.[\w.-]+\.\w+\s*$|"
    r"(?:letters|press|info|contact|news|media|editor)@|\bwordpress\b|tous droits réservés|"
    r"alle rechte vorbehalten|derechos reservados|"
    r"무단\s?전재|저작권자|無断転載|права защищены",
    re.IGNORECASE,
)
_BREADCRUMB = re.compile(r"^[^。.!?]{1,24}(?:\s?[>›»→]\s?[^。.!?>›»→]{1,30}){1,5}$")
_SPACED_MENU = re.compile(r"^(?:[\u4e00-\u9fff]{2,6}\s){3,}[\u4e00-\u9fff]{2,6}(?:\s.*)?$")
_MENU = re.compile(r"^[^|｜·。•]{1,40}(?:(?:\s?[|｜·•]\s?|\s[/／]\s)[^|｜·。•]{1,40})+$")
_LANGUAGES = frozenset(
    [
        *["en", "de", "fr", "es", "ru", "zh", "ja", "ko", "it", "pt", "ar", "english", "deutsch"],
        *["français", "español", "русский", "中文", "简体", "繁體", "繁体", "简体中文", "繁體中文"],
        *["日本語", "한국어", "italiano", "português", "العربية"],
    ]
)  # fmt: skip
_PARTS = re.compile(r"[\s|｜·•/]+")
_ITEMS = re.compile(r"\s*[|｜·•/]\s*")


def whole_line(text: str) -> str:
    """Name the kind of furniture that a line is word for word, or nothing."""
    folded = bare(text)
    return CERTAIN.get(folded, "") if len(folded) < 60 else ""


def likely(text: str) -> str:
    """Name the kind of furniture that a line is where other furniture stands around it."""
    folded = bare(text)
    if len(folded) >= 30:
        return ""
    return LIKELY.get(folded, "") or (DEPARTMENT if folded in SECTIONS else "")


@lru_cache(maxsize=REMEMBERED)
def furniture(text: str, length: int, is_closed: bool) -> str:
    """Name the kind of furniture a line is, or nothing.

    A line that ends like a sentence may begin with the words of a button ("Related studies show …");
    it is furniture only if it says what no article says.
    """
    if length <= 24 and (kind := whole_line(text)):
        return kind
    if is_closed and length > 12:
        return "notice of the site" if length <= 240 and is_notice(text) else ""
    if length <= 240 and (name := _KINDS.first(text, _among(length))):
        return name
    if is_closed and is_notice(text):
        return "notice of the site"
    return "share buttons" if length <= 60 and _is_row_of_buttons(text) else ""


_KINDS = Expressions([*_STARTS.items(), ("notice of the site", _INSIDE)])


@cache
def _among(length: int) -> frozenset[int]:
    """Give the numbers of the expressions that are looked for in a line of this length."""
    longest = [*(_LONGEST.get(name, 60) for name in _STARTS), 120]
    return frozenset(number for number, most in enumerate(longest) if length <= most)


def _is_row_of_buttons(text: str) -> bool:
    words = [word for word in _PARTS.split(text.casefold()) if bare(word)]
    if len(words) < 2:
        return False
    known = buttons = index = 0
    while index < len(words):
        pair = " ".join(words[index : index + 2])
        size = 2 if index + 1 < len(words) and pair in BUTTONS else 1
        is_button = size == 2 or words[index] in BUTTONS or bare(words[index]) in BUTTONS
        buttons += is_button
        known += size * (is_button or words[index] in SECTIONS)
        index += size
    return buttons > 0 and (known == len(words) or (len(words) > 3 and known >= 0.75 * len(words)))


def is_menu(text: str, length: int) -> bool:
    """Tell whether a line is a row of links or a path to the page."""
    if length > 60:
        return False
    if _BREADCRUMB.match(text) or _SPACED_MENU.match(text):
        return True
    words = text.casefold().split()
    if 2 <= len(words) <= 12 and all(word in _LANGUAGES for word in words if word.isalpha()):
        return any(word.isalpha() for word in words)
    if len(words) > 2 and sum(word in SECTIONS for word in words) >= 0.6 * len(words):
        return True
    if not _MENU.match(text):
        return False
    items = [bare(item) for item in _ITEMS.split(text)]
    return len(items) > 2 or any(
        i in SECTIONS or i in CERTAIN or i in LIKELY or i in _LANGUAGES for i in items
    )
