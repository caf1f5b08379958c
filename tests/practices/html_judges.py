"""What is wrong with cleaned HTML, judged by other parsers than the one that practices/sanitize.py uses."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote

from bs4 import BeautifulSoup

# Written out here too: a tag added to the module by mistake fails
TAGS = {"p", "br", "h3", "h4", "ul", "ol", "li", "a", "b", "strong", "i", "em", "sub", "sup", "blockquote"}
ATTRIBUTES = {"a": {"href", "linktype", "id"}, "p": {"data-block-key"}, "li": {"data-block-key"}}
SCHEMES = {"http", "https", "mailto", "tel"}


def is_safe_address(address):
    """Whether a browser would take ``address`` for a relative one or one of the four schemes."""
    for reading in (address, unquote(address)):
        # As the URL standard does: C0 and space off the ends, tab and newline out everywhere; and stricter
        bare = re.sub(r"[\x00-\x20\u00a0\u00ad\u200b-\u200f\u2028-\u202e\ufeff]", "", reading)
        scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", bare)
        if scheme and scheme[1].lower() not in SCHEMES:
            return False
    return True


def faults(cleaned):
    """What BeautifulSoup finds in ``cleaned`` that can run, load or leave."""
    soup = BeautifulSoup(cleaned, "html.parser")
    found = [f"<{tag.name}>" for tag in soup.find_all(True) if tag.name not in TAGS]
    for tag in soup.find_all(True):
        found += [f"<{tag.name} {name}>" for name in tag.attrs if name not in ATTRIBUTES.get(tag.name, ())]
        if not is_safe_address(tag.attrs.get("href", "")):
            found.append(tag["href"])
    # Comments, CDATA, declarations and processing instructions are strings of a subclass
    return found + [
        type(text).__name__ for text in soup.find_all(string=True) if type(text).__name__ != "NavigableString"
    ]


class Walk(HTMLParser):
    """Refuses everything that is not on a list, event by event, and checks the nesting."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults = [], []

    def handle_starttag(self, tag, attrs):
        if tag != "br":
            self.open.append(tag)
        names = [name for name, _value in attrs]
        if tag not in TAGS or len(names) != len(set(names)) or not set(names) <= ATTRIBUTES.get(tag, set()):
            self.faults.append((tag, attrs))
        values = dict(attrs)
        if not is_safe_address(values.get("href") or "") or values.get("linktype", "page") not in ("page", "document"):
            self.faults.append((tag, attrs))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def refuse(self, *args):
        self.faults.append(args)

    handle_startendtag = handle_comment = handle_decl = handle_pi = unknown_decl = refuse


def walk(cleaned):
    walker = Walk()
    walker.feed(cleaned)
    walker.close()
    return walker.faults + walker.open
