"""Links from a running text to other pages: kept where anybody may read the target, else their words alone."""

import re

from wagtail.rich_text import expand_db_html

from practices.querysets import public_pages

# As practices/sanitize.py leaves them: double quotes, and no link inside another
PAGE_LINK = re.compile(r'<a (?=[^>]*\blinktype="page")[^>]*\bid="(\d+)"[^>]*>(.*?)</a>', re.DOTALL)


def public_addresses(texts) -> dict[int, str]:
    """{id: address} of the public pages that the ``texts`` link to, in one query; none where they link to no page."""
    ids = {int(pk) for text in texts if "linktype" in text for pk, _words in PAGE_LINK.findall(text)}
    return {page.pk: page.get_url() for page in public_pages(ids)} if ids else {}


def with_links(html: str, addresses: dict[int, str]) -> str:
    """``html`` with its stored links as a reader gets them; ``addresses`` as ``public_addresses`` gives them."""

    def link(match):
        pk, words = int(match[1]), match[2]
        return f'<a href="{addresses[pk]}">{words}</a>' if pk in addresses else words

    html = PAGE_LINK.sub(link, html)
    return expand_db_html(html) if "linktype" in html else html
