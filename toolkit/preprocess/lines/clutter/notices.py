"""Notices: what a site says in whole sentences about rights, accounts and itself."""

from __future__ import annotations

import re

from toolkit.preprocess.lines.clutter.signs import Signs


def is_notice(text: str) -> bool:
    """Tell whether a line says what no article says, even where it ends like a sentence."""
    if _START.match(text):
        return True
    if len(text) > _LONGEST:
        return False
    if "@" in text and _MAIL.search(text):
        return True
    folded = text.casefold()
    if text.isascii() or not _NOT_LATIN.search(text):
        return _LATIN.stand_in(folded) and bool(_INSIDE_LATIN.search(folded))
    signs = _HAN if text[:8] > "\u2e80" else _ANY
    return signs.stand_in(folded) and bool(_INSIDE.search(text))


_LONGEST = 400
"""Characters of a notice that does not begin like one."""

_START = re.compile(
    r"(?:this|the) (?:article|story|page|post|material|report|essay|work|content|piece) (?:may not|"
    r"is (?:provided|licensed|part of (?:our|a|the) series)|"
    r"was (?:last edited|first|originally|last|amended|updated|corrected|produced|supported)|(?:originally|"
    r"first) appeared|has been (?:updated|amended|corrected)|"
    r"needs additional)|a version of this|no part of this|the views? expressed|(?:the )?opinions expressed|"
    r"(?:subscribe|sign up)\b|"
    r"support (?:our|independent) journalism|(?:get|join) (?:our|the|all) .{0,50}(?:newsletter|inbox|"
    r"mailing list|app)|never miss\b|(?:click|tap) here|"
    r"advertisement\b|please (?:read|review) our|copyright\b|©|follow .{2,60} on (?:twitter|x|facebook|"
    r"instagram)\b|registered in england|"
    r"(?:most (?:read|popular|viewed)|read (?:more|next|also)|related|see also)\s*[:：]|"
    r"(?:免责|法律|特别|郑重)?声明[:：]|[【\[>》]*(?:相关|推荐|延伸|扩展)(?:阅读|报道|新闻|文章|"
    r"链接)\s*[:：|丨]|点击(?:查看|阅读|进入)\s*[:：]|"
    r"(?:上|下)一(?:篇|条|页)\s*[:：]|[←→]|(?:previous|next|watch|up next|also read|"
    r"don[’']t miss)(?: article| story| post)?\s*[:：|]",
    re.IGNORECASE,
)
_IN_LATIN = (
    r"all rights reserved|uses? cookies\b|(?:accept|manage) (?:all )?cookies|cookie policy|"
    r"use of cookies|appears in print\b|views (?:represented|expressed) (?:here|in this|are)|"
    r"do not (?:necessarily )?(?:reflect|represent)|does not take institutional positions|your inbox\b|"
    r"letters to the editor|your e-?mail address will not|required fields|please enter your|"
    r"log in to (?:leave|post|comment)|unsubscribe\b|already a subscriber|"
    r"by (?:signing up|continuing|clicking|registering|subscribing)\b.{0,60}(?:agree|accept|consent)|"
    r"subscribe (?:to|now|for|today)\b|in your inbox|delivered to your|continue reading\b|"
    r"free articles? (?:left|remaining)|consider (?:making a )?(?:donat|subscri|support)|"
    r"sign up (?:here|now|for|to)\b|save my name\b|welcome your (?:feedback|comments)|"
    r"(?:email|contact|write to) us at|for more information,? (?:visit|contact|see|please)|"
    r"reproduced without|may not be (?:published|reproduced|republished)|creative commons|"
    r"terms (?:of (?:use|service)|may apply)|(?:essential|additional|third-party|similar) cookies|"
    r"cookies? (?:to|zu|pour|para|afin)\b|cookies? (?:et|und|y|and) |partners? (?:store|cookies)|"
    r"access information on a device|affiliate links?|enable javascript|javascript (?:is|to)|"
    r"(?:browser|浏览器).{0,12}(?:version|版本|unsupported|not supported)|free articles? this|"
    r"articles? left this|full access to this article|for subscribers only|subscribers? only|"
    r"reader-supported|enjoy(?:ing|ed) this (?:article|story|piece|post)|"
    r"thank you for (?:visiting|reading|registering|your feedback)|"
    r"(?:to give|your) (?:this )?feedback\b|relevant is this ad|was this page (?:helpful|useful)|"
    r"delayed (?:by )?(?:at least|a minimum)|attorney advertising|prior results do not|"
    r"forward-looking statements?\W|i am a bot|this article is more than \d+|this memorandum is|"
    r"information (?:purposes )?only and|unsolicited e-?mails|picks (?:her|his|their) favou?rite|"
    r"(?:here’s|here's) how you know|official (?:government )?(?:website|organi[sz]ation)|"
    r"website belongs to|connection is safe|committed to (?:quality|independence|diversity)|"
    r"support for .{2,60} comes from|rights and permissions|article (?:in )?full text version|"
    r"any questions about .{0,40}contact|listen to articles|leave us a review|brought to you by|"
    r"text (?:is )?available under|(?:artikel|inhalte?) .{0,30}(?:angezeigt|ergänzt|freischalten)|"
    r"externe[rn]? inhalt|wiedergabe wurde|abonnieren sie|ihre(?:r)? zustimmung|réservée? aux abonnés|"
    r"vous acceptez|il vous reste .{0,16}article|services tiers|tu suscripción|content above|"
    r"alle rechte vorbehalten|tous droits réservés|derechos reservados"
)
"""What no article says, in languages with Latin letters."""

_IN_OTHERS = (
    r"版权(?:所有|声明|归)|免责声明|未经.{0,16}(?:授权|许可|同意).{0,16}(?:转载|复制|摘编|使用|发布)|"
    r"凡本(?:网|站|报)|本(?:网|网站|站)(?:所有|转载|刊登|系|不对|未经|联系)|"
    r"转载(?:请|须)(?:注明|联系|保留)|违法和不良信息|文明上网|请先?登录|登录后(?:发表|评论|查看|才)|"
    r"才可以回帖|扫(?:描|码).{0,16}(?:二维码|下载|关注|报名)|长按.{0,10}(?:二维码|识别)|"
    r"(?:下载|打开).{0,8}(?:客户端|APP)|关注.{0,16}(?:公众号|官方微信)|"
    r"信息(?:存储|发布)(?:空间|平台|服务)|不代表.{0,14}(?:立场|观点)|(?:仅|只)代表.{0,8}(?:作者|个人)|"
    r"(?:侵权|版权问题).{0,16}(?:联系|删除|处理)|(?:联系|通知).{0,14}删除|"
    r"欢迎(?:转发|分享|投稿|扫码|关注)|转发给(?:身边|更多)|一经采用|由用户(?:上传|发布)|知识共享|"
    r"最后(?:修订|编辑|更新)于|本(?:条目|页面).{0,14}(?:补充|修订|编辑|来源)|此条目|"
    r"评论区.{0,8}(?:留言|讨论|聊|见|分享|告诉)|会員限定|続きを(?:読む|お読み)|登録すると|"
    r"フォローすると|подписывайтесь|зарегистрирован|чату? заблокирован|隱私權|請先登入|登入或註冊|"
    r"非經授權|未經(?:授權|許可)|不得轉載|版權所有|開放授權|本站的|用户协议|注册协议|隐私权|隐私政策|"
    r"限时免费|(?:订阅|订购).{0,12}(?:支持|会员|畅读)|感谢.{0,6}(?:读者|订阅)|可能不完整|请刷新|加载中|"
    r"稍候|仅供(?:信息存储|存储)|曲奇|允许.{0,6}加载|更新版本|升级浏览器|打开.{0,8}(?:查看|阅读)|"
    r"更多来源|可靠来源|права защищены|無断(?:転載|複製)|무단\s?전재|저작권|нажмите ctrl"
)
_INSIDE_LATIN = re.compile(rf"\b(?:{_IN_LATIN})")
_INSIDE = re.compile(rf"{_IN_OTHERS}|{_IN_LATIN}", re.IGNORECASE)
_MAIL = re.compile(r"\S@\S+\.\w+\W*$")
_NOT_LATIN = re.compile(r"[\u0370-\u1fff\u2e80-\uffff]")

_LATIN_SIGNS = (
    *["rights reserved", "cookie", "in print", "views represented", "views expressed", "do not necessarily"],
    *["do not reflect", "do not represent", "institutional", "your inbox", "letters to the", "your email"],
    *["your e-mail", "required fields", "please enter", "log in to", "unsubscribe", "already a subscriber"],
    *["by signing up", "by continuing", "by clicking", "by registering", "by subscribing", "subscribe "],
    *["delivered to your", "continue reading", "free article", "consider making", "consider donat"],
    *["consider subscri", "consider support", "sign up ", "save my name", "welcome your", "email us at"],
    *["contact us at", "write to us", "for more information", "reproduced without", "may not be "],
    *["creative commons", "terms of ", "terms may apply", "partner store", "partners store"],
    *["access information", "affiliate link", "javascript", "browser", "浏览器", "left this", "full access to"],
    *["subscribers only", "subscriber only", "reader-supported", "enjoyed this", "enjoying this"],
    *["thank you for ", "give feedback", "this feedback", "your feedback", "relevant is", "was this page"],
    *["delayed at least", "delayed by ", "delayed a minimum", "attorney", "prior results", "forward-looking"],
    *["i am a bot", "more than", "this memorandum", "information only", "information purposes"],
    *["unsolicited", "favorite", "favourite", "how you know", "official website", "official organi"],
    *["official government", "website belongs", "connection is safe", "committed to ", "support for "],
    *["rights and permissions", "full text version", "any questions", "listen to articles", "leave us a"],
    *["brought to you", "available under", "artikel", "inhalt", "wiedergabe", "abonnieren", "zustimmung"],
    *["aux abonnés", "acceptez", "il vous reste", "services tiers", "suscripción", "content above"],
    *["alle rechte", "droits réservés", "derechos reservados"],
)
"""A notice in languages with Latin letters holds one of these."""

_OTHER_SIGNS = (
    *["下载", "更新版本", "订购"],
    *["浏览器", "会員", "続き", "登録", "フォロー", "нажмите", "подпис", "регистр", "заблок"],
    *["隱私", "登入", "非經", "未經", "轉載", "版權", "授權", "本站", "协议", "隐私", "免费", "订阅", "感谢"],
    *["不完整", "刷新", "加载", "稍候", "仅供", "曲奇", "允许", "升级", "打开", "来源", "版权", "免责"],
    *["未经", "凡本", "本网", "转载", "不良信息", "文明上网", "登录", "扫描", "扫码", "长按", "客户端", "评论区"],
    *["公众号", "官方微信", "信息存储", "信息发布", "不代表", "仅代表", "只代表", "侵权", "删除", "欢迎", "转发"],
    *["采用", "用户上传", "用户发布", "知识共享", "最后", "条目", "页面", "才可以回帖", "права", "無断"],
    *["무단", "저작권"],
)
"""A notice in another language holds one of these."""

_LATIN, _ANY = Signs(_LATIN_SIGNS), Signs([*_LATIN_SIGNS, *_OTHER_SIGNS])
_HAN = Signs([*(sign for sign in _OTHER_SIGNS if sign > "\u2e80"), "@", "app", "cookie"])
