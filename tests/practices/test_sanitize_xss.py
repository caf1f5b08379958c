"""Cross-site scripting: more than a hundred kinds of hostile HTML, of which nothing may be left that runs."""

import re

import pytest
from bs4 import BeautifulSoup

from practices.sanitize import clean_html, from_plain_text

from .html_judges import faults, walk

HOSTILE = [
    # Scripts in every disguise
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<ScRiPt>alert(1)</sCrIpT >",
    "<script >alert(1)</script\t\n bar>",
    "<script/x>alert(1)</script>",
    "<script/>alert(1)",
    "<script",
    "<script>alert(1)",
    "<script><script>alert(1)</script></script>",
    "<scr<script></script>ipt>alert(1)</scr</script>ipt>",
    "<scr<script>ipt>alert(1)</script>",
    "<<script>alert(1);//<</script>",
    "<script\x00>alert(1)</script\x00>",
    "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<\x00script>alert(1)</script>",
    "<script\x0c>alert(1)</script>",
    "<script\u00a0>alert(1)</script>",
    "<script\u2028>alert(1)</script>",
    "<\u017fcript>alert(1)</\u017fcript>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<script\ud800>alert(1)</script>",
    "<scr\ud800ipt>alert(1)</scr\ud800ipt>",
    "\ud83d<script>alert(1)</script>\ude00",
    "<script type='text/javascript'>/*</b>*/alert('</scr'+'ipt>')</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)",
    "&#60;script&#62;alert(1)&#x3c;/script&#x3E;",
    "&lt<script>alert(1)</script>&gt",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<script>//<!--\n<script>\nalert(1)</script>--></script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<noscript><style></noscript><img src=x onerror=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<template><template></template><img src=x onerror=alert(1)></template>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe srcdoc=&lt;script&gt;alert(1)&lt;/script&gt;>",
    "<iframe/onload=alert(1)>",
    "<noembed><script>alert(1)</script></noembed>",
    "<noframes><img src=x onerror=alert(1)></noframes>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<xmp><p title='</xmp><script>alert(1)</script>'>",
    "<plaintext><script>alert(1)</script>",
    "<listing>&lt;img onerror=alert(1) src=x&gt;</listing>",
    "<title><a title='</title><img src=x onerror=alert(1)>'></a></title>",
    "<textarea></textarea><script>alert(1)</script><textarea>",
    "<textarea><b title='</textarea><img src=x onerror=alert(1)>'>",
    # Event handlers
    "<p onclick=alert(1)>text</p>",
    "<p/onclick=alert(1)>text</p>",
    "<p\nonmouseover\n=\nalert(1)>text</p>",
    "<p ONCLICK='alert(1)'>text</p>",
    "<p on\x00click=alert(1)>text</p>",
    '<p data-block-key="x" onclick="alert(1)">text</p>',
    '<p data-block-key="&quot; onclick=alert(1) x=&quot;">text</p>',
    "<p data-block-key='\" onclick=alert(1) x=\"'>text</p>",
    '<p title=">" onclick="alert(1)">text</p>',
    "<p x='<p onclick=alert(1)>'>text</p>",
    "<a href=x onfocus=alert(1) autofocus>text</a>",
    "<a href='x'onclick='alert(1)'>text</a>",
    '<a href="x"href="javascript:alert(1)">text</a>',
    "<a ``onclick=alert(1)>text</a>",
    "<a href=`javascript:alert(1)`>text</a>",
    '<a "onclick=alert(1)>text</a>',
    "<b =onclick=alert(1)>text</b>",
    "<br onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    '<img """><script>alert(1)</script>">',
    "<image src=x onerror=alert(1)>",
    "<img src=`x`onerror=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<details open ontoggle=alert(1)>text</details>",
    "<body onload=alert(1)>",
    "<marquee onstart=alert(1)>text</marquee>",
    "<input onfocus=alert(1) autofocus>",
    "<select autofocus onfocus=alert(1)><option>text</select>",
    "<x onclick=alert(1)>text</x>",
    "<x contenteditable onblur=alert(1)>text</x>",
    "<p style=animation-name:x onanimationstart=alert(1)>text</p>",
    "<custom-element onclick=alert(1)>text</custom-element>",
    # Links
    "<a href=javascript:alert(1)>text</a>",
    "<a href=JaVaScRiPt:alert(1)>text</a>",
    "<a href=' javascript:alert(1)'>text</a>",
    "<a href='\x01javascript:alert(1)'>text</a>",
    "<a href='\x1f\u00a0javascript:alert(1)'>text</a>",
    "<a href='java\tscript:alert(1)'>text</a>",
    "<a href='java\nscript:alert(1)'>text</a>",
    "<a href='java\r\nscript:alert(1)'>text</a>",
    "<a href='java\x00script:alert(1)'>text</a>",
    "<a href='java&#9;script:alert(1)'>text</a>",
    "<a href='java&Tab;script:alert(1)'>text</a>",
    "<a href='java&NewLine;script:alert(1)'>text</a>",
    "<a href='java&#x0A;script:alert(1)'>text</a>",
    "<a href='java&#0;script:alert(1)'>text</a>",
    "<a href='javascript&colon;alert(1)'>text</a>",
    "<a href='javascript&amp;colon;alert(1)'>text</a>",
    "<a href='javascript&#58;alert(1)'>text</a>",
    "<a href='javascript&#58alert(1)'>text</a>",
    "<a href='&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)'>text</a>",
    "<a href='&#0000106avascript:alert(1)'>text</a>",
    "<a href='&#000000000000106;avascript:alert(1)'>text</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)'>text</a>",
    "<a href='jav\u00adascript:alert(1)'>text</a>",
    "<a href='java\u200bscript:alert(1)'>text</a>",
    "<a href='\u202ejavascript:alert(1)'>text</a>",
    "<a href='\ufeffjavascript:alert(1)'>text</a>",
    "<a href='java\ud800script:alert(1)'>text</a>",
    "<a href='javascript\uff1aalert(1)'>text</a>",
    "<a href='javascript://%0aalert(1)'>text</a>",
    "<a href='javascript:https://example.org'>text</a>",
    "<a href='feed:javascript:alert(1)'>text</a>",
    "<a href='view-source:javascript:alert(1)'>text</a>",
    "<a href='vbscript:msgbox(1)'>text</a>",
    "<a href='vb&#x73;cript:msgbox(1)'>text</a>",
    "<a href='livescript:alert(1)'>text</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>text</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>text</a>",
    "<a href='DATA&colon;text/html,x'>text</a>",
    "<a href='blob:https://example.org/x'>text</a>",
    "<a href='file:///etc/passwd'>text</a>",
    "<a href='intent://x#Intent;end'>text</a>",
    "<a xlink:href='javascript:alert(1)'>text</a>",
    "<a href='https://x.example' target=_blank ping=//evil.example>text</a>",
    "<a href='https://x.example/\"onclick=alert(1)'>text</a>",
    '<a href="https://x.example/&quot;onclick=alert(1) x=&quot;">text</a>',
    "<a linktype='page\" onclick=\"alert(1)' id=3>text</a>",
    "<a linktype='page' id='3\" onclick=\"alert(1)'>text</a>",
    "<a linktype=javascript href=javascript:alert(1)>text</a>",
    # SVG and MathML
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script href=data:,alert(1) /></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>text</text></a></svg>",
    "<svg><animate attributeName=href to=javascript:alert(1)></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<svg><desc><table><tr><td title='</desc><script>alert(1)</script>'></svg>",
    "<svg:script>alert(1)</svg:script>",
    "<math href=javascript:alert(1)>text</math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><annotation-xml encoding=text/html><script>alert(1)</script></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    # Styles, addresses, forms
    "<style>@import 'javascript:alert(1)';</style>",
    "<style><!--</style><script>alert(1)//--></script>",
    "<p style='background:url(javascript:alert(1))'>text</p>",
    "<p style='width:expression(alert(1))'>text</p>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<link rel=import href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<meta charset=utf-7>",
    "<base href=javascript:alert(1)//>",
    "<base target=_top href=//evil.example/>",
    "<form action=javascript:alert(1)><button>text</button></form>",
    "<button formaction=javascript:alert(1)>text</button>",
    "<isindex action=javascript:alert(1) type=image>",
    "<input type=image src=x formaction=javascript:alert(1)>",
    "<object data=javascript:alert(1)></object>",
    "<object type=text/x-scriptlet data=//evil.example/x></object>",
    "<embed src=javascript:alert(1)>",
    "<applet code=x></applet>",
    "<param name=url value=javascript:alert(1)>",
    "<frameset onload=alert(1)><frame src=javascript:alert(1)></frameset>",
    "<layer src=//evil.example></layer>",
    "<bgsound src=javascript:alert(1)>",
    "<table background=javascript:alert(1)><td background=javascript:alert(1)>text</table>",
    "<portal src=javascript:alert(1)></portal>",
    "<dialog open onclose=alert(1)><form method=dialog>text</form></dialog>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "<?import namespace='t' implementation='#default#time2'>",
    "<?php echo '<script>alert(1)</script>' ?>",
    "<!DOCTYPE html [<!ENTITY x '<script>alert(1)</script>'>]>&x;",
    # Comments, CDATA, conditionals
    "<!--<script>alert(1)</script>-->",
    "<!--><script>alert(1)</script>-->",
    "<!---><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)>-->",
    "<!-- <img src='--><script>alert(1)</script>'> -->",
    "<!--",
    "<!-- <p>text</p>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<svg><![CDATA[><image xlink:href=']]><img src=x onerror=alert(1)>'></svg>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<!--[if gte IE 4]><!--><script>alert(1)</script><!--<![endif]-->",
    "<![if IE]><img src=x onerror=alert(1)><![endif]>",
    "<!<script>alert(1)</script>",
    "</ <script>alert(1)</script>",
    "<% alert(1) %>",
    "<comment><img src='</comment><img src=x onerror=alert(1)>'>",
    # Mutation by nested and unclosed elements
    "<p><p><p><p>text",
    "<b><i>text</b>more</i>",
    "<a href=//x.example><a href=javascript:alert(1)>text</a></a>",
    "<a href='https://x.example'><blockquote><a href=javascript:alert(1)>text</blockquote></a>",
    "<ul><li><ul><li>text</ul><li>more<p>text",
    "<h3><h4><h3>text</h4></h3>",
    "<p><ul><b><li>text</p></b></ul>",
    "<table><b><tr><td></b>text</table>",
    "<table><a href=javascript:alert(1)>text<table>",
    "<b <script>alert(1)</script>>text</b>",
    "<b <b <b onclick=alert(1)>>>text",
    "<b/><i/><p/>text",
    "</p></p></b></script>text",
    "</br>text</br onclick=alert(1)>",
    "text <a href='",
    'text <a href="javascript:alert(1)',
    "<select><template><style><!--</style><a rel='--></style></template></select><img id=x src onerror=alert(1)>'>",
    "<font color=red onclick=alert(1)>text</font>",
    "<div style='x' onclick=alert(1)><span onclick=alert(1)>text</span></div>",
    "text\u202egro.elpmaxe//:sptth\u202c\u2066text\u2069",
    "\u200b\u200e\u2060\ufefftext\U000e0001\ufdd0\uffff",
    "text \x00\x08\x0b\x0c\x1b\x7f\x85 text",
    "&#0;&#x1;&#55296;&#1114112;&#99999999999;text&#xFFFFFFFFFF;",
    "&#" + "1" * 5000 + ";text",
    "<a href='&#" + "1" * 5000 + ";javascript:alert(1)'>text</a>",
    "&&&&amp&ampamp;&notit;&unknown;&#;&#x;",
]


@pytest.mark.parametrize("text", HOSTILE)
class TestHostileHTML:
    def test_nothing_executable_remains_for_beautifulsoup(self, text):
        assert faults(clean_html(text)) == []

    def test_every_tag_attribute_and_scheme_is_on_the_list(self, text):
        assert walk(clean_html(text)) == []

    def test_outside_tags_no_raw_bracket_is_left(self, text):
        assert "<" not in re.sub(r"</?[a-z][a-z0-9]*( [a-z-]+=\"[^\"<>]*\")*>", "", clean_html(text))

    def test_cleaning_twice_changes_nothing(self, text):
        once = clean_html(text)
        assert clean_html(once) == once

    def test_the_result_can_be_stored_and_sent(self, text):
        clean_html(text).encode("utf-8")
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", clean_html(text))

    def test_around_good_text_the_good_text_before_it_stays(self, text):
        assert "Before." in BeautifulSoup(clean_html(f"<p>Before.</p>{text}"), "html.parser").get_text()

    def test_as_plain_text_it_is_only_text(self, text):
        made = from_plain_text(text)
        assert faults(made) == [] and walk(made) == []
        assert set(re.findall("<[^>]*>", made)) <= {"<p>", "</p>"}
        assert clean_html(made) == made


def test_the_judges_notice_what_a_sanitiser_could_leave():
    left = (
        "<script>x</script>",
        "<p onclick=x>x</p>",
        "<a href='java\tscript:x'>x</a>",
        "<a href='&#1;javascript:x'>x</a>",
        "<a href='data:x'>x</a>",
        "<!--x-->",
        "<svg></svg>",
    )
    assert all(faults(text) and walk(text) for text in left)
    assert walk("<b><i></b></i>") and walk("<p>")


def test_the_table_has_a_hundred_kinds_and_more():
    assert len(set(HOSTILE)) == len(HOSTILE) > 100
