"""Credits: who wrote, edited, drew and photographed, and what a record says of a document."""

from __future__ import annotations

import re

from toolkit.preprocess.lines.clutter.expressions import Expression, Expressions

_ROLE = (
    r"(?:撰文|采写|采访|作者|记者|文字?|编辑|责编|責任編輯|责任编辑|责任编审|校对|校對|审核|审校|审读|排版|排版设计|设计|美编|视觉|插画|插图|绘图|"
    r"制图|题图|封面|头图|图片|图文|摄影|攝影|剪辑|视频|运营|统筹|策划|监制|主编|总编|值班编委|值班主编|微信编辑|新媒体编辑|网页编辑|"
    r"图片编辑|栏目编辑|实习编辑|终审|初审|复审|来源|來源|图源|出品|翻译|译者|译|编译|整理|口述|讲述人|讲述|主播|配音|朗读|供图|"
    r"撰稿|執筆|文責|取材|編集|撮影|写真|글|사진|편집|기획|촬영|영상)"
)
_CREDITS = Expression(
    rf"^\W{{0,3}}(?:\S{{0,4}}{_ROLE})(?:来源|提供)?\s?[|｜丨/／:：=]\s?\S.{{0,60}}$|"
    rf"^\W?(?:本报|本刊|本台|本网)?(?:见习|实习|特约|首席|驻\S{{2,6}})?(?:记者|評論員|评论员|通讯员|撰稿人|特约撰稿人?|主笔|作者|实习生)"
    r"[ \u3000/／]{1,3}[\u4e00-\u9fff·]{2,4}(?:\W.{0,30})?$|"
    r"^\S{2,10}(?:报道|社|网|报|新闻|讯)[ \u3000][\u4e00-\u9fff]{2,4}$|"
    r"^\W?[发發]自\S?\s?[\u4e00-\u9fff]{2,8}\W?$|"
    r"^[\u4e00-\u9fff]{2,4}\s?[(（]发自\S{2,10}[)）]$|^.{2,12}官方(?:账号|帐号)$|"
    r"^(?:Redacci[óo]n|Por|Par|Von|Od|Door|Av|Texte?|Text|Fotos?|Propos recueillis par|Recueilli par|"
    r"Interview:?|Aufgezeichnet von|"
    r"Entrevista(?: de)?|Remarks by|Statement (?:of|by)|Testimony of|Address by|Speech by|Delivered by|"
    r"Prepared by|"
    r"Presented by|Compiled by|Narrated by|Hosted by|Reviewed by|Medically reviewed by|Fact[- ]checked by|"
    r"News provided by|Contributed by|As told to|Story by|Video by|Graphics? by|Illustrations? by|"
    r"Photographs? by|"
    r"Critical Questions by|Commentary by|Report by|Analysis by|Opinion by|Article by|Reporting from|"
    r"Reported from|"
    r"Автор|Текст|Беседовал[аи]?|Записал[аи]?)\s*:?\s+[A-ZÀ-ÞА-Я].{0,80}$|"
    r"^gez\.\s|^(?:sd|signed)[./-]\s|^/s/\s|"
    r"^[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,2} in [A-Z]\w+(?: \w+)?,? and [A-Z].{4,40} in [A-Z]\w+(?: \w+)?$|"
    r"^Role, |^(?:dpa|AFP|AP|Reuters|EFE|TASS|ТАСС|KNA|epd|sid)(?:/\w{2,6})+$|\s/\s?(?:dpa|AFP|AP|EFE|"
    r"REUTERS)$"
)
_READING = Expression(
    r"^\W?(?:lesedauer|lesezeit|temps de lecture|tiempo de lectura|lectura de|время (?:на )?чтени[ея]|"
    r"время прочтения|"
    r"reading time|read time|listen to article|阅读(?:时间|时长)?|閱讀時間|読了時間|"
    r"読了目安)\s*[:：]?\s*(?:約|约|"
    r"de )?\s?\d{1,3}\s?"
    r"(?:min|мин|分|m\b).{0,12}$|^\d{1,3}[ -]?(?:min|minute|мин)\w*\.?[ -](?:read|listen|watch|de lecture|"
    r"de lectura|lesezeit|"
    r"чтения)|^[^。.]{0,40}[•·|] ?\d{1,2} min(?:ute)?s? read$|\bword count\b|\bcount: \d",
    re.IGNORECASE,
)
_CAPTIONS = re.compile(
    r"^[△▲▼◢◤]\s?\S{4,}|^(?:image|picture|photo|video|media) (?:source|caption|credit)\b|^图(?:像|"
    r"片)?(?:加注文字|"
    r"说明|注)|"
    r"^(?:圖|图)(?:像|片)?(?:来源|來源|源)?\s?[:：]|[(（](?:[^()（）]{0,30})(?:攝|摄|撮影|提供|資料圖片|资料图片|資料照|档案照|翻攝)[)）]$|"
    r"(?:攝|／攝影|/攝影|图自\S.{0,16}|图源\S.{0,16})$|[\[〔](?:촬영|사진|자료)\b.{0,24}[\]〕]$|/사진\s?=|사진\s?=\s?\S+|"
    r"\b(?:photographer|photograph|foto|fotos|photo|bild|bilder|фото|crédit photo|crédits?|foto de|"
    r"illustration|grafik|montage|"
    r"image|picture)\s?[:：©]\s?\S.{1,50}$|\bphotographs? by\s+[A-Z].{1,40}$|[(（](?:photo|image|picture|"
    r"foto|fotografía) (?:by|von|de)\b.{1,40}[)）]$|"
    r"\w\W?\s©\s?[A-Z].{1,40}$|[.”\"»]\s[/|]\s?[A-Z][A-Za-z/ ]{1,30}$|\b(?:ARCHIVO|ARCHIV|ARCHIVES)$|"
    r"Архивное фото|"
    r"\bPOUR «|[(（][^()]{3,40}(?:/(?:The |Getty|AP|AFP|Reuters)[^()]{0,40}| Media| Images|"
    r" via [A-Z]\w+)[)）]$|"
    r"\bhandout (?:picture|photo|image)\b",
    re.IGNORECASE,
)
_NUMBERED_PICTURE = re.compile(
    r"^(?:(?:fig(?:ure|\.)?|table|chart|exhibit|abb(?:ildung|\.)|tab(?:elle|leau|\.)|figura|tabla|gráfico|"
    r"рис(?:унок|\.)|таблица)\s?"
    r"\d{1,2}(?:[-–.]\d{1,2})?\s?[.:：]?\s(?=[^\W\d_]).{4,}|(?:图|表|圖|"
    r"図)\s?\d{1,2}(?:[-–.]\d{1,2})?[\s:：.．]\s?\S.{2,60})$",
    re.IGNORECASE,
)
PICTURES = ("caption of a picture", Expression(_NUMBERED_PICTURE.pattern, re.IGNORECASE))

_NUMBER_OF_DOCUMENT = Expression(
    r"^(?-i:[A-Z]{1,6}(?:[/.-][A-Z0-9]{1,6}){1,5}(?<=\d)$)|^[\u4e00-\u9fff]{1,12}\s?[〔\[（(](?:19|"
    r"20)\d\d[〕\]）)]\s?第?\s?\d+\s?号$|^[A-Z]{2,5}-\d{4}-\d+$|"
    r"^(?:report|document|decree|press release|pressemitteilung|communiqué|release|bulletin|memo|IP|No\.?|"
    r"Nr\.?|Décret)\s(?:no\.?|nr\.?|n°)?\s?[A-Z]?\d[\w/.-]{2,12}$",
    re.IGNORECASE,
)
_RECORD = Expression(
    r"^(?:(?:DOI|ISSN|ISBN|PMID|PMCID|URL|SKU|ID|JEL|CN|Aktenzeichen|Az\.?|Identifiant|Identificador|Titre|"
    r"Titel|Título|Auteur|Page|Pages|Seite|"
    r"Nombre de mots|Langue|Language|Sprache|Idioma|Encadré|Rubrique|Source|Subject|Subjects|Publication|"
    r"Publication[- ]Type|Graphic|"
    r"Job Number|Document (?:ID|type|URL)|ProQuest document ID|Database|Copyright|Place of publication|"
    r"Country of publication|"
    r"Ansprechpartner(?:in)?|Pressekontakt|Kontakt|Contact|Contacto|Investor Relations|Press officer|"
    r"Media relations|Spokesperson|"
    r"T|M|E|F|Tel|Mob|Fax|Phone|Telephone|Telefon|Téléphone|Mail|E-?mail|Courriel|Credit line|"
    r"Cite this \w+|Object number|From|To|Cc|"
    r"Keywords|Mots-clés|Schlagworte|Stichworte|Temas|Sujets|Теги|Просмотров|Источник|Автор|Номер|Рубрика|"
    r"키워드|기자|입력|수정|"
    r"文章编号|文章編號|引证码|制定机关|公布日期|施行日期|时效性|效力级别|发布部门|发文机关|发文字号|索引号|信息分类|成文日期|有\s?效\s?性|专辑|专题|"
    r"分类号|下载|页码|页数|大小|字數|字数|版頁|版頭|記者|報章|来源数据库|在线公开时间|网络出版时间|收录|频道|基金资助|资助|文章关键词|"
    r"文章标签|专栏|发布于|发布者|IP属地|编辑次数|最近更新|地点|時間|时间|地點|主持人|出席(?:嘉宾|人员)?|嘉宾|主办|承办|ページ番号|"
    r"更新日|掲載日|公開日|担当)\s?[:：]\s*\S.{0,100})$",
    re.IGNORECASE,
)
_CODES = Expression(
    r"^(?:SE|HD|BY|WC|PD|SN|SC|ED|PG|LA|CY|LP|TD|CO|NS|RE|IPD|IPC|PUB|AN|CR|CX|ART|RF|IN|ET|VOL|DE|CT|"
    r"RN)(?:\s{1,4}\S.{0,100})?$"
)
"""Names of the fields that a database prints before each part of a record."""

_ADDRESS = re.compile(r"^\W?[\w.+-]+@[\w-]+(?:\.[\w-]+)+\W?$")
ADDRESSES = ("address", Expression(_ADDRESS.pattern))
_ATTACHED = Expression(
    r"^\W*(?:\d{1,2}[.、]\s?)?.{2,60}\.(?:xlsx?|docx?|pptx?|pdf|zip|rar|csv|wps|ofd)$|[(（]PDF[,，].{0,40}[)）]$",
    re.IGNORECASE,
)
_MAY_BE = re.compile(
    r"[|｜丨/／:：=@©△▲▼◢◤〔\[(（.]|\d|记者|評論員|评论员|通讯员|撰稿|主笔|作者|实习生|报道|发自|[摄攝]$|官方|图自|图源|图像|"
    r"\b(?:by|[Pp]or|[Pp]ar|[Vv]on|of|in|from|to|[Ff]otos?|[Ii]mage|[Rr]edacci[oó]n)\b|^[A-Z]{2,3}\b|"
    r"ARCHIV|[Фф]ото|Автор|Текст|"
    r"Бесед|Запис|[Cc]aption|handout|POUR|^Role"
)
"""A credit holds one of these; everything else is told quickly."""


def credit(text: str, length: int, is_closed: bool) -> str:
    """Name the credit or the field of a record that a short line is, or nothing."""
    if length > 80:
        return ""
    if is_closed and length > 12:
        return _credit_in_sentence(text, length)
    if not _MAY_BE.search(text):
        return ""
    if length <= 60 and _NUMBERED_PICTURE.search(text):
        return "caption of a picture"
    return _KINDS.first(text)


def _credit_in_sentence(text: str, length: int) -> str:
    """Name what a line that ends like a sentence credits; few do."""
    if length <= 60 and _NUMBERED_PICTURE.search(text):
        return "caption of a picture"
    if "@" in text and _ADDRESS.search(text):
        return "address"
    return "caption of a picture" if length <= 40 and begins_as_caption(text) else ""


def begins_as_caption(text: str) -> bool:
    """Tell whether a line begins with what stands under a picture."""
    return bool(_CAPTIONS.match(text))


_KINDS = Expressions([
    ADDRESSES,
    ("editor's credit", _CREDITS),
    ("reading time", _READING),
    ("caption of a picture", Expression(_CAPTIONS.pattern, re.IGNORECASE)),
    ("number of the document", _NUMBER_OF_DOCUMENT),
    ("field of a record", _RECORD),
    ("field of a record", _CODES),
    ("attachment", _ATTACHED),
])  # fmt: skip
"""The first that fits decides."""
