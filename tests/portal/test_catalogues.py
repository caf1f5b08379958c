"""The interface's texts: compiled without msgfmt, and Serbian in Latin script throughout."""

import gettext
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

from portal.catalogues import compile_catalogues
from portal.languages import CONTENT_CODES
from tests.conftest import shell

LOCALE = Path(settings.LOCALE_PATHS[0])
SOURCES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))
CYRILLIC = re.compile("[\u0400-\u04ff]")
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
# In a process of its own: a catalogue is read once and for all
SPEAK = """
import datetime, json, sys
import django
from django.conf import settings
settings.configure(USE_I18N=True, LOCALE_PATHS=[sys.argv[1]], LANGUAGE_CODE="en")
django.setup()
from django.utils import formats, translation
from django.forms import CharField, ValidationError
spoken = {}
for code in sys.argv[2:]:
    with translation.override(code):
        try:
            CharField().clean("")
        except ValidationError as error:
            required = error.messages[0]
        months = [formats.date_format(datetime.date(2030, month, 5), "j F Y, l, M") for month in range(1, 13)]
        own = [translation.gettext(text) for text in ("Prison exit", "Good practices")]
        spoken[code] = {"months": months, "required": required, "own": own}
print(json.dumps(spoken))
"""


@pytest.fixture
def folder(tmp_path):
    """Two small catalogues: Serbian with one text of its own, Albanian."""
    for code, text in (("sr", "Izlazak iz zatvora"), ("sq", "Dalja nga burgu")):
        source = tmp_path / code / "LC_MESSAGES" / "django.po"
        source.parent.mkdir(parents=True)
        source.write_text(f'{HEADER}msgid "Prison exit"\nmsgstr "{text}"\n', encoding="utf-8")
    return tmp_path


def spoken(folder, *codes):
    """What Django says with the catalogues in ``folder``: {code: {months, required, own}}."""
    command = [sys.executable, "-c", SPEAK, str(folder), *codes]
    done = subprocess.run(command, capture_output=True, text=True, env=shell(), check=True, timeout=60)
    return json.loads(done.stdout)


def test_each_catalogue_is_compiled_and_serbian_for_both_its_codes(folder):
    written = {path.relative_to(folder).parts[0] for path in compile_catalogues(folder)}
    assert written == {"sq", "sr", "sr_Latn"}
    for code, text in (("sq", "Dalja nga burgu"), ("sr", "Izlazak iz zatvora"), ("sr_Latn", "Izlazak iz zatvora")):
        assert gettext.translation("django", folder, [code]).gettext("Prison exit") == text


def test_compiling_again_writes_only_what_changed(folder):
    compile_catalogues(folder)
    assert compile_catalogues(folder) == []
    source = folder / "sq" / "LC_MESSAGES" / "django.po"
    source.write_text(source.read_text(encoding="utf-8").replace("Dalja", "Dalje"), encoding="utf-8")
    later = source.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert [path.relative_to(folder).parts[0] for path in compile_catalogues(folder)] == ["sq"]
    assert gettext.translation("django", folder, ["sq"]).gettext("Prison exit") == "Dalje nga burgu"


def test_compiling_does_not_change_the_sources(folder):
    sources = sorted(folder.glob("*/LC_MESSAGES/django.po"))
    before = [source.read_bytes() for source in sources]
    compile_catalogues(folder)
    assert [source.read_bytes() for source in sources] == before


def test_an_empty_folder_compiles_to_nothing(tmp_path):
    assert compile_catalogues(tmp_path) == []


def test_our_own_serbian_text_wins_over_djangos(folder):
    source = folder / "sr" / "LC_MESSAGES" / "django.po"
    source.write_text(f'{HEADER}msgid "January"\nmsgstr "siječanj"\n', encoding="utf-8")
    compile_catalogues(folder)
    assert gettext.translation("django", folder, ["sr"]).gettext("January") == "siječanj"
    assert gettext.translation("django", folder, ["sr"]).gettext("February") == "februar"


def test_with_serbian_active_django_speaks_latin_under_both_codes(folder):
    compile_catalogues(folder)
    told = spoken(folder, "sr", "sr-latn")
    assert told["sr"] == told["sr-latn"]
    assert "januar" in told["sr"]["months"][0] and "decembar" in told["sr"]["months"][11]
    assert told["sr"]["own"] == ["Izlazak iz zatvora", "Good practices"]
    assert not CYRILLIC.search(str(told))


def test_without_our_catalogue_django_would_speak_cyrillic(tmp_path):
    assert CYRILLIC.search(str(spoken(tmp_path, "sr")["sr"]["months"]))


def test_macedonian_stays_cyrillic(folder):
    compile_catalogues(folder)
    assert CYRILLIC.search(spoken(folder, "mk")["mk"]["required"])


# --- The catalogues of the portal


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parts[-3])
def test_no_text_is_missing_empty_or_doubtful(source):
    catalogue = polib.pofile(str(source))
    empty = [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()]
    assert empty == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parts[-3])
def test_every_plural_form_of_a_language_is_given(source):
    catalogue = polib.pofile(str(source))
    forms = re.search(r"nplurals=(\d)", catalogue.metadata.get("Plural-Forms", ""))
    for entry in catalogue:
        if entry.msgid_plural and not entry.obsolete and entry.translated():
            assert forms and len(entry.msgstr_plural) == int(forms[1]) and all(entry.msgstr_plural.values())


@pytest.mark.parametrize("code", [code for code in ("sr", "bs", "sq") if (LOCALE / code).is_dir()])
def test_serbian_bosnian_and_albanian_have_no_cyrillic_letter(code):
    catalogue = polib.pofile(str(LOCALE / code / "LC_MESSAGES" / "django.po"))
    texts = [text for entry in catalogue for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert [text for text in texts if CYRILLIC.search(text) and "Македонски" not in text] == []


def test_the_portals_catalogues_compile_and_name_content_languages_only(tmp_path):
    for source in SOURCES:
        copy = tmp_path / source.relative_to(LOCALE)
        copy.parent.mkdir(parents=True)
        copy.write_bytes(source.read_bytes())
    assert {source.parts[-3] for source in SOURCES} <= set(CONTENT_CODES)
    for target in compile_catalogues(tmp_path):
        assert polib.mofile(str(target)).metadata["Content-Type"].lower().endswith("utf-8")
