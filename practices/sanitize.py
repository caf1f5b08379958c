"""The one door through which HTML from outside enters the portal.

Two passes. ``well_formed`` reads the markup once, in linear time, and writes the allowed elements again, properly
nested; it decides nothing about safety. bleach then does: what it returns is stored. Without the first pass
a megabyte of ``<``, ``&``, attributes or nested tags keeps bleach busy for minutes (measured), and the text of a
script stays behind as text.
"""

import html
import re

import bleach

TAGS = {"p", "br", "h3", "h4", "ul", "ol", "li", "a", "b", "strong", "i", "em", "sub", "sup", "blockquote"}
# linktype and id: how Wagtail stores a link to a page; data-block-key: how its editor finds a paragraph again
ATTRIBUTES = {"a": ["href", "linktype", "id"], "p": ["data-block-key"], "li": ["data-block-key"]}
LINKTYPES = {"page", "document"}
PROTOCOLS = {"http", "https", "mailto", "tel"}
LONGEST = 1_000_000  # characters
DEEPEST = 100  # nested tags; bleach needs 17 s for 20,000 of them (measured)
MOST_MARKS = 20_000  # tags and escaped characters together; bleach needs up to 1.5 s for them (measured)

# Each alternative takes all it has looked at, so that reading never goes back; "<3" is text
TOKEN = re.compile(
    r"""(?P<text>(?:[^<]+|<(?![a-zA-Z/!?]))++)
    | <!--(?:-?>|.*?(?:--!?>|\Z))
    | <(?:[!?]|/(?![a-zA-Z]))[^>]*(?:>|\Z)
    | <(?P<closing>/?)(?P<name>[a-zA-Z][^\t\n\f\r\ />]*)
      (?P<attributes>(?:=[\t\n\f\r\ ]*(?:"[^"]*"|'[^']*')|[^>])*+)(?P<end>>?)""",
    re.DOTALL | re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""([^\s/>="']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
PAGE_ID = re.compile("[1-9][0-9]{0,8}")  # more digits overflow a database's integer
# What these hold is never text for a reader
NOT_TEXT = {
    name: re.compile(rf"</{name}(?=[\s/>])[^>]*(?:>|\Z)", re.IGNORECASE)
    for name in (
        *("script", "style", "template", "iframe", "noscript", "noembed", "noframes", "object", "svg", "math"),
        *("title", "textarea", "xmp", "plaintext"),
    )
}
# What an opening tag ends where it is open, as in a browser
ENDS = {
    **{block: {"p"} for block in ("p", "ul", "ol", "blockquote")},
    **{heading: {"p", "h3", "h4"} for heading in ("h3", "h4")},
    "li": {"p", "li"},
    "a": {"a"},
}
LISTS = {"ul", "ol"}
# What neither a database nor XML takes: most control characters, halves of a pair, non-characters
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONG_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")  # no character has such a number


class UnsafeHTML(ValueError):
    """HTML that is refused whole, with a sentence that says why."""


def clean_html(text: str | None) -> str:
    """``text`` with the allowed elements only; "" where nothing is left to read.

    Cleaning twice changes nothing. Raises ``UnsafeHTML`` past the limits.
    """
    text = within_limits(text or "")
    cleaned = bleach.clean(text, tags=TAGS, attributes=ATTRIBUTES, protocols=PROTOCOLS, strip=True).strip()
    return cleaned if re.sub("<[^>]*>", "", cleaned).strip() else ""


def within_limits(text: str) -> str:
    """``text`` well-formed. Raises ``UnsafeHTML`` past 1,000,000 characters, 100 nested elements or 20,000 marks."""
    if len(text) <= LONGEST:
        text = well_formed(text)
    if len(text) > LONGEST:
        raise UnsafeHTML(f"The text has {len(text):,} characters; at most {LONGEST:,} are taken.")
    if (marks := text.count("<") + text.count("&")) > MOST_MARKS:
        raise UnsafeHTML(f"The text has {marks:,} tags and special characters; at most {MOST_MARKS:,} are taken.")
    return text


def well_formed(text: str) -> str:
    """``text`` with each allowed element opened and closed in its place, and characters instead of entities."""
    text = UNSTORABLE.sub("", text)
    written, stack, position = [], [], 0

    def close(depth):
        while len(stack) > depth:
            written.append(f"</{stack.pop()}>")

    while position < len(text):
        token = TOKEN.match(text, position)
        position = token.end()
        name = (token["name"] or "").lower()
        if token["text"]:
            written.append(html.escape(characters(token["text"]), quote=False))
        elif name and not token["end"]:  # an unclosed tag: "if x <y then"
            written.append(html.escape(characters(token[0]), quote=False))
        elif name in NOT_TEXT and not token["closing"]:
            if not (name in ("svg", "math") and token["attributes"].endswith("/")):
                rest = NOT_TEXT[name].search(text, position)
                position = rest.end() if rest else len(text)
        elif name not in TAGS:
            continue
        elif name == "br":
            written.append("<br>")
        elif token["closing"]:
            if name in stack:
                close(len(stack) - 1 - stack[::-1].index(name))
        else:
            close(depth_for(name, stack))
            stack.append(name)
            if len(stack) > DEEPEST:
                raise UnsafeHTML(f"The text nests more than {DEEPEST} HTML elements.")
            written.append(f"<{name}{attributes_of(name, token['attributes'])}>")
    close(0)
    return "".join(written)


def depth_for(name: str, stack: list[str]) -> int:
    """How much of ``stack``, the open elements, stays open when ``name`` opens; a list shields what is around it."""
    depth = len(stack)
    if not ENDS.get(name, set()).isdisjoint(stack):
        for place in reversed(range(len(stack))):
            if stack[place] in LISTS and name != "a":
                break
            if stack[place] in ENDS[name]:
                depth = place
    return depth


def attributes_of(name: str, text: str) -> str:
    """The attributes in ``text`` that an element ``name`` may have, the first of each.

    Wagtail would fail to show a page with a ``linktype`` and no number of a page.
    """
    values = {}
    for key, *value in ATTRIBUTE.findall(text):
        if key.lower() in ATTRIBUTES.get(name, ()):
            values.setdefault(key.lower(), characters("".join(value)))
    if values.get("linktype") not in LINKTYPES or not PAGE_ID.fullmatch(values.get("id", "")):
        values.pop("linktype", None)
        values.pop("id", None)
    return "".join(f' {key}="{html.escape(value)}"' for key, value in values.items())


def characters(text: str) -> str:
    """``text`` with its entities as the characters they stand for."""
    return UNSTORABLE.sub("", html.unescape(LONG_NUMBER.sub("\ufffd", text)))


def from_plain_text(text: str) -> str:
    """HTML paragraphs of ``text``; a blank line starts a new one. Raises ``UnsafeHTML`` past the limits."""
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
    return clean_html("".join(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs if part))
