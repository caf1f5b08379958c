"""Holds the interface's catalogues against the sources; `--write` brings them up to date.

Each language must have every text of the sources, none empty, none fuzzy, none left over, with the same
placeholders. Needs gettext's xgettext, which Django's makemessages calls.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "sq", "mk", "sr", "bs")
SOURCES = ("portal", "practices", "search")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "sq": "nplurals=2; plural=(n != 1);",
    "mk": "nplurals=2; plural=(n % 10 == 1 && n % 100 != 11 ? 0 : 1);",
    "sr": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
    "bs": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}


def extracted():
    """The texts of the sources as a catalogue without translations."""
    with tempfile.TemporaryDirectory() as folder:
        for name in SOURCES:
            if (ROOT / name).is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "migrations", "demo", "static")
                shutil.copytree(ROOT / name, Path(folder) / name, ignore=ignored)
        (Path(folder) / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "xx", "--no-location", "--verbosity", "0"]
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(command, cwd=folder, env=environment, check=True)
        return polib.pofile(str(Path(folder) / "locale" / "xx" / "LC_MESSAGES" / "django.po"))


def identity(entry):
    return entry.msgctxt, entry.msgid


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text))


def faults_of(language, wanted):
    """What is wrong with the catalogue of ``language``, a sentence each."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return [f"{language}: there is no catalogue"]
    catalogue = polib.pofile(str(path))
    present = {identity(entry): entry for entry in catalogue if not entry.obsolete}
    faults = [f"{language}: missing {entry.msgid!r}" for entry in wanted if identity(entry) not in present]
    known = {identity(entry) for entry in wanted}
    for key, entry in present.items():
        forms = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if key not in known:
            faults.append(f"{language}: left over {entry.msgid!r}")
        elif entry.fuzzy:
            faults.append(f"{language}: fuzzy {entry.msgid!r}")
        elif not all(forms):
            faults.append(f"{language}: empty {entry.msgid!r}")
        elif any(placeholders(form) != placeholders(entry.msgid_plural or entry.msgid) for form in forms):
            faults.append(f"{language}: other placeholders in {entry.msgid!r}")
    return faults + [f"{language}: obsolete {entry.msgid!r}" for entry in catalogue.obsolete_entries()]


def bring_up_to_date(language, wanted):
    """Write the catalogue of ``language``: what is translated stays, what is new is empty (English: as it is)."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    before = {identity(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    count = int(PLURALS[language][9])
    for entry in sorted(wanted, key=lambda entry: (entry.msgid, entry.msgctxt or "")):
        old = before.get(identity(entry))
        new = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgid_plural=entry.msgid_plural)
        new.flags = [flag for flag in entry.flags if flag == "python-format"]
        if entry.msgid_plural:
            new.msgstr_plural = dict.fromkeys(range(count), "")
            if language == "en":
                new.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
            elif old and old.msgid_plural == entry.msgid_plural:
                new.msgstr_plural = old.msgstr_plural
        else:
            new.msgstr = entry.msgid if language == "en" else old.msgstr if old else ""
        catalogue.append(new)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def main():
    if not shutil.which("xgettext"):
        sys.exit("xgettext is needed to check the catalogues: install your system's gettext.")
    wanted = [entry for entry in extracted() if not entry.obsolete]
    if "--write" in sys.argv:
        for language in LANGUAGES:
            bring_up_to_date(language, wanted)
    faults = [fault for language in LANGUAGES for fault in faults_of(language, wanted)]
    print("\n".join(faults) or f"{len(wanted)} texts, complete in {len(LANGUAGES)} languages")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
