"""Web pages and office files for the tests, written here."""

from __future__ import annotations

import io
import zipfile

SENTENCES = (
    "我们要坚持高水平对外开放，也要把关键技术掌握在自己手里，供应链不能断，合作要扩大。",
    "短。",
    "第二段说明了合作的意义与前景，各方都应当为此作出自己的努力，共同推动经济发展。",
    "记者在港口看到，来往的货轮比去年同期明显增加，工人们正忙着装卸货物。",
)
_PARAGRAPHS = "".join(f"<p>　　{sentence}</p>" for sentence in SENTENCES)

NEWS_ZH = f"""<html lang="en"><head><title>开放合作的新局面_某报网</title>
<meta name="PubDate" content="2025-03-02 10:00"><script>var hidden = "不可见";</script></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/a">国际</a></li><li><a href="/b">财经</a></li></ul></div>
<div class="wrap"><div class="crumbs"><a>首页</a> &gt; <a>国际</a></div><h1>开放合作的新局面</h1>
<div class="info">2025-03-02 来源：某报&nbsp;记者 张三</div>
<div class="article">{_PARAGRAPHS}<p><strong>一、扩大开放</strong></p><ul><li>一是扩大进口；</li><li>二是降低关税。</li></ul></div>
<div class="related"><h3>相关新闻</h3><ul><li><a>某市港口吞吐量再创新高</a></li><li><a>关税下调惠及消费者</a></li>
<li><a>外贸新业态快速发展</a></li></ul></div></div><div class="footer">版权所有 某报社<br>备案号00000000</div></body></html>"""

NEWS_EN = """<html lang="en-GB"><head><title>A new deal on trade</title>
<link rel="canonical" href="https://paper.example/trade"><meta name="author" content="Jo Doe">
<meta property="article:published_time" content="2024-05-06T07:08:09Z"></head><body>
<header><a>The Paper</a><nav><a>World</a> <a>Business</a> <a>Sport</a></nav></header><main><article>
<header><h1>A new deal on trade</h1><p class="byline">By Jo Doe, 6 May 2024</p></header>
<p>Ministers agreed on Monday to open their markets to goods from the other side, ending two years of talks.</p>
<p>It was late.</p><h2>What comes next</h2>
<p>The text will be sent to both parliaments, which are expected to vote on it before the end of the summer.</p>
<figure><img alt="x"><figcaption>Ministers after the vote. Photo: Someone</figcaption></figure>
<p>Business groups were pleased.</p></article><section id="comments"><h3>2 comments</h3>
<ol><li><p>Great news for everyone who trades across the border, at last.</p></li></ol>
<form><label>Leave a reply</label><textarea></textarea><button>Post Comment</button></form></section></main>
<aside><h2>Most read</h2><ul><li><a>Ten tips for spring</a></li></ul></aside>
<footer><p>© 2024 The Paper. All rights reserved.</p></footer></body></html>"""

GOVERNMENT = f"""<html><head><title>关于扩大开放的通知</title></head><body>
<table><tr><td><a>首页</a></td><td><a>政务公开</a></td><td><a>办事服务</a></td></tr></table>
<table><tr><td><a>通知公告</a><br><a>政策文件</a></td><td><table><tr><td><b>关于扩大开放的通知</b></td></tr>
<tr><td>各有关单位：<br>{"<br>".join(SENTENCES)}</td></tr></table>
<table><tr><th>年份</th><th>进口</th></tr><tr><td>2022</td><td>100</td></tr></table></td></tr></table></body></html>"""

WECHAT = f"""<html><head><meta property="og:title" content="港口的一天"></head><body><div id="img-content">
<h1>港口的一天</h1><div id="js_content" style="visibility: hidden;"><section><section><p><span>
{"</span></p><p><span>".join(SENTENCES)}</span></p></section></section></div></div>
<div class="tool"><span>阅读原文</span></div><div>微信扫一扫关注该公众号</div></body></html>"""

TWO_MENUS = f"""<html><body><div class="m-menu"><a>首页</a><a>新闻</a><a>关于</a></div>
<div class="menu"><ul><li><a>首页</a></li><li><a>新闻</a></li><li><a>关于</a></li></ul></div>
<div class="content"><h2>标题在这里</h2>{"".join(f"<div>{sentence}</div>" for sentence in SENTENCES)}</div>
</body></html>"""

NO_PARAGRAPHS = f"<html><body><div>{'<br><br>'.join(SENTENCES)}</div></body></html>"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack parts into a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """Write a Word document around the XML of a body."""
    styles = (
        '<w:style w:styleId="a1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    )
    return packed(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        }
        | {f"word/{name}.xml": f"<w:{name} {_W}>{content}</w:{name}>" for name, content in parts.items()}
        | {
            "docProps/core.xml": '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A title</dc:title></c>'
        }
    )


def run(text: str) -> str:
    """Write a run of a Word paragraph."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(text: str, style: str = "") -> str:
    """Write a paragraph of a Word document."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{run(text)}</w:p>"
