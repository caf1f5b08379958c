"""The one table of languages: what content is written in, and how a reader may see it.

Adding a language is described in docs/adding-a-language.md; every other module asks this one.
"""

from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Language:
    """A language, or a script of one, that a page can be read in.

    ``code`` stands in the URL; ``content`` is the language whose fields hold the text (``sr-latn`` reads the
    fields of ``sr``); ``tag`` is the BCP 47 tag for the interface, whose Serbian is always in Latin.
    """

    code: str
    name: str
    content: str
    tag: str

    @property
    def hreflang(self) -> str:
        """What a link says its target is in: the code, a script with a capital ("sr", "sr-Latn")."""
        language, _hyphen, script = self.code.partition("-")
        return f"{language}-{script.title()}" if script else language


LANGUAGES = (
    Language("en", "English", "en", "en"),
    Language("sq", "Shqip", "sq", "sq"),
    Language("mk", "Македонски", "mk", "mk"),
    Language("sr", "Srpski", "sr", "sr-Latn"),
    Language("sr-latn", "Srpski (latinica)", "sr", "sr-Latn"),
    Language("bs", "Bosanski", "bs", "bs"),
)
DEFAULT = "en"
BY_CODE = {language.code: language for language in LANGUAGES}
CONTENT_LANGUAGES = tuple(language for language in LANGUAGES if language.code == language.content)
CONTENT_CODES = tuple(language.code for language in CONTENT_LANGUAGES)
CHOICES = tuple((language.code, language.name) for language in CONTENT_LANGUAGES)


def site_language(code: str | None = None) -> Language:
    """The language of the site for ``code`` (the active one where none is given), e.g. for a URL.

    The administration may run in a language that the site lacks: ``pt-br`` and ``hr`` give the default.
    """
    code = (code or get_language() or DEFAULT).lower()
    return BY_CODE.get(code) or BY_CODE.get(code.split("-")[0]) or BY_CODE[DEFAULT]


def is_site_language(code: str | None) -> bool:
    """Whether ``code`` or the language before its hyphen is one that a page can be read in."""
    return bool(code) and (code.lower() in BY_CODE or code.lower().split("-")[0] in BY_CODE)
