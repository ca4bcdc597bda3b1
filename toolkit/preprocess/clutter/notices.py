"""Notices: what a site says in whole sentences about rights, accounts and itself."""

from __future__ import annotations

import re


def is_notice(text: str) -> bool:
    """Tell whether a line says what no article says, even where it ends like a sentence."""
    if _START.match(text):
        return True
    return len(text) <= _LONGEST and bool(_SIGN.search(text.casefold()) and _INSIDE.search(text))


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
_INSIDE = re.compile(
    r"版权(?:所有|声明|归)|免责声明|未经.{0,16}(?:授权|许可|同意).{0,16}(?:转载|复制|摘编|使用|发布)|"
    r"凡本(?:网|站|报)|本(?:网|网站|站)(?:所有|转载|刊登|系|不对|未经|联系)|转载(?:请|须)(?:注明|联系|"
    r"保留)|违法和不良信息|"
    r"文明上网|请先?登录|登录后(?:发表|评论|查看|才)|才可以回帖|扫(?:描|码).{0,16}(?:二维码|下载|关注|"
    r"报名)|长按.{0,10}(?:二维码|识别)|"
    r"(?:下载|打开).{0,8}(?:客户端|APP)|关注.{0,16}(?:公众号|官方微信)|信息(?:存储|发布)(?:空间|平台|服务)|"
    r"不代表.{0,14}(?:立场|观点)|(?:仅|只)代表.{0,8}(?:作者|个人)|"
    r"(?:侵权|版权问题).{0,16}(?:联系|删除|处理)|(?:联系|通知).{0,14}删除|欢迎(?:转发|分享|投稿|扫码|关注)|"
    r"转发给(?:身边|更多)|一经采用|"
    r"由用户(?:上传|发布)|知识共享|最后(?:修订|编辑|更新)于|本(?:条目|页面).{0,14}(?:补充|修订|编辑|来源)|"
    r"此条目|"
    r"all rights reserved|\buses? cookies\b|\b(?:accept|manage) (?:all )?cookies|cookie policy|"
    r"use of cookies|"
    r"\bappears in print\b|views (?:represented|expressed) (?:here|in this|are)|"
    r"do not (?:necessarily )?(?:reflect|represent)|"
    r"does not take institutional positions|your inbox\b|letters to the editor|\S@\S+\.\w+\W*$|"
    r"评论区.{0,8}(?:留言|讨论|聊|见|分享|告诉)|"
    r"your e-?mail address will not|required fields|please enter your|log in to (?:leave|post|comment)|"
    r"\bunsubscribe\b|"
    r"already a subscriber|by (?:signing up|continuing|clicking|registering|subscribing)\b.{0,60}(?:agree|"
    r"accept|consent)|"
    r"subscribe (?:to|now|for|today)\b|in your inbox|delivered to your|"
    r"\bcontinue reading\b|free articles? (?:left|remaining)|consider (?:making a )?(?:donat|subscri|"
    r"support)|sign up (?:here|now|for|to)\b|"
    r"\bsave my name\b|welcome your (?:feedback|comments)|(?:email|contact|write to) us at|"
    r"for more information,? (?:visit|contact|see|please)|"
    r"reproduced without|may not be (?:published|reproduced|republished)|creative commons|"
    r"terms (?:of (?:use|service)|may apply)|"
    r"alle rechte vorbehalten|tous droits réservés|derechos reservados|права защищены|無断(?:転載|複製)|"
    r"무단\s?전재|저작권",
    re.IGNORECASE,
)
"""What no article says: also in a line that ends like a sentence."""

_SIGNS = (
    "版权", "免责", "未经", "凡本", "本网", "本站", "转载", "不良信息", "文明上网", "登录", "扫描",
    "扫码", "长按", "客户端", "app", "评论区", "@", "letters to", "公众号", "官方微信", "信息存储",
    "信息发布", "不代表", "仅代表", "只代表", "侵权", "删除", "欢迎", "转发", "采用", "用户上传",
    "用户发布", "知识共享", "最后", "条目", "页面", "才可以回帖", "rights", "cookie", "in print", "views",
    "do not ", "institutional", "e-mail", "email", "required", "please", "log in", "subscri",
    "signing up", "sign up", "continu", "clicking", "registering", "inbox", "delivered", "free article",
    "consider", "save my", "welcome", "contact us", "write to", "more information", "reproduced",
    "may not be", "creative commons", "terms", "alle rechte", "droits", "derechos", "права", "無断",
    "무단", "저작권",
)  # fmt: skip
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
"""A notice holds one of these: looking for them first is much faster than the whole expression."""
