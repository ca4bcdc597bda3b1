"""Notices: what a site says in whole sentences about rights, accounts and itself."""

from __future__ import annotations

import re

from toolkit.preprocess.lines.clutter.expressions import Expression, Expressions, alternatives


def is_notice(text: str) -> bool:
    """Tell whether a line says what no article says, even where it ends like a sentence."""
    if len(text) > _LONGEST:
        return bool(_START.compiled.search(text))
    is_latin = text.isascii() or not _NOT_LATIN.search(text)
    return (_IN_LATIN_LINES if is_latin else _IN_OTHER_LINES).any(text)


_LONGEST = 400
"""Characters of a notice that does not begin like one."""

_START = Expression(
    r"^(?:(?:this|the) (?:article|story|page|post|material|report|essay|work|content|piece) (?:may not|"
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
    r"don[’']t miss)(?: article| story| post)?\s*[:：|])",
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
_MAIL = Expression(r"\S@\S+\.\w+\W*$")
_NOT_LATIN = re.compile(r"[\u0370-\u1fff\u2e80-\uffff]")

_BOTH = alternatives(f"{_IN_OTHERS}|{_IN_LATIN}")
NOTICES = (("", _START), ("", _MAIL), *(("", Expression(part, re.IGNORECASE)) for part in _BOTH))
_IN_LATIN_LINES = Expressions(
    [
        *NOTICES[:2],
        *(("", Expression(rf"\b(?:{part})", re.IGNORECASE)) for part in alternatives(_IN_LATIN)),
    ]
)
_IN_OTHER_LINES = Expressions(NOTICES)
