"""Compiles the interface's catalogues with polib: a newcomer's machine has no msgfmt.

Serbian's interface is Latin. Django's own ``sr`` is Cyrillic, and its Latin texts (month names, form errors) are
filed under ``sr_Latn``; our Latin ``sr`` catalogue takes them in, and is compiled for both codes. So ``/sr/`` and
``/sr-latn/`` speak one Latin, without a middleware that activates another language than the address names.
"""

from pathlib import Path

import django
import polib

DJANGO_LOCALES = Path(django.__file__).parent / "conf" / "locale"
COMPILED_AS = {"sr": ("sr", "sr_Latn")}


def with_latin_of_django(catalogue):
    """``catalogue`` and, where it lacks them, Django's own Serbian texts in Latin."""
    ours = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    theirs = polib.pofile(str(DJANGO_LOCALES / "sr_Latn" / "LC_MESSAGES" / "django.po"))
    for entry in theirs.translated_entries():
        if (entry.msgctxt, entry.msgid) not in ours:
            catalogue.append(entry)
    return catalogue


def compile_catalogues(folder: Path) -> list[Path]:
    """Compile each ``django.po`` under ``folder`` that is newer than its result; returns what was written."""
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/django.po")):
        language = source.parent.parent.name
        for code in COMPILED_AS.get(language, (language,)):
            target = folder / code / "LC_MESSAGES" / "django.mo"
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            catalogue = polib.pofile(str(source))
            if language == "sr":
                catalogue = with_latin_of_django(catalogue)
            catalogue.save_as_mofile(str(target))
            written.append(target)
    return written
