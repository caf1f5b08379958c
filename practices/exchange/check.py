"""Finds every mistake in a file of entries before anything is written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from practices import models
from practices.sanitize import UNSTORABLE, UnsafeHTML
from practices.translated import State

from .body import blocks_of, to_html
from .fields import KINDS
from .problems import NO_ADDRESS, NO_TIME, Problem, path_of, schema_problems

LONGEST_LINE = 20_000_000  # bytes: five languages of the longest text, with room
validate_address = URLValidator(schemes=["http", "https"])


@dataclass
class Known:
    """What a line may name: keys of each vocabulary, of entries, of groups, names of documents."""

    terms: dict
    entries: set
    groups: set
    documents: set

    @classmethod
    def here(cls, keys_in_file):
        from django.contrib.auth.models import Group
        from wagtail.documents import get_document_model

        vocabularies = (models.Phase, models.Gender, models.Actor, models.Country)
        documents = get_document_model().objects.values_list("file", flat=True)
        return cls(
            terms={model: tuple(model.objects.values_list("slug", flat=True)) for model in vocabularies},
            entries=set(models.Entry.objects.values_list("key", flat=True)) | keys_in_file,
            groups=set(Group.objects.values_list("name", flat=True)),
            documents={Path(name).name for name in documents},
        )


def read_lines(path: Path) -> Iterator[tuple[int, dict | Problem]]:
    """(number, line) of each line that is not blank; a ``Problem`` where it can't be read as an object."""
    with path.open("rb") as file:
        for number, raw in enumerate(file, 1):
            if not raw.strip():
                continue
            if len(raw) > LONGEST_LINE:
                yield number, Problem(number, "", len(raw), f"A line may have {LONGEST_LINE:,} bytes.")
                continue
            try:
                line = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
            except UnicodeDecodeError as error:
                yield number, Problem(number, "", str(error), "The file must be UTF-8.")
            except (ValueError, RecursionError) as error:
                yield (
                    number,
                    Problem(number, "", str(error), "This is no JSON. One entry stands on one line."),
                )
            else:
                if isinstance(line, dict):
                    yield number, line
                else:
                    yield number, Problem(number, "", line, "An entry is an object: {…}.")


def unstorable(value, parts=()):
    """Path of each text in ``value``, names of fields included, with a character that can't be stored."""
    if isinstance(value, str):
        if UNSTORABLE.search(value):
            yield path_of(parts), value
    elif isinstance(value, dict):
        for name, below in value.items():
            yield from unstorable(name, (*parts, name))
            yield from unstorable(below, (*parts, name))
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from unstorable(below, (*parts, index))


def character_problems(number, line):
    for path, text in unstorable(line):
        yield Problem(number, path, text, "It has a control character or half a character, which can't be stored.")


def content_problems(number, line, known):
    """What is wrong with a line that fits the schema: unknown keys, double anchors, texts that are refused."""
    kind = KINDS[line["type"]]
    original = line["original_language"]
    if not line["heading"].get(original, "").strip():
        yield Problem(number, f"heading.{original}", "", "The original language needs a heading.")
    for code, facts in line.get("translations", {}).items():
        if code != original and facts.get("state") == State.READY and not line["heading"].get(code, "").strip():
            yield Problem(number, f"heading.{code}", "", "A language that is ready needs a heading.")
    yield from field_problems(number, "", kind.all_fields, line, known)
    for rows in kind.all_rows:
        yield from row_problems(number, rows.name, rows, line.get(rows.name, ()), known)
    for code, body in line.get("body", {}).items():
        yield from body_problems(number, f"body.{code}", body, known)
    groups = line["visibility"].get("groups", ()) if isinstance(line.get("visibility"), dict) else ()
    for name in groups:
        if name not in known.groups:
            yield Problem(number, "visibility.groups", name, "There is no such group.", tuple(sorted(known.groups)))


def row_problems(number, path, rows, values, known):
    anchors = set()
    for index, row in enumerate(values):
        if isinstance(row, str):
            row = {"entry": row}
        here = f"{path}[{index}]"
        if (anchor := row.get("anchor")) in anchors and anchor:
            yield Problem(number, f"{here}.anchor", anchor, "This anchor stands twice in the list.")
        anchors.add(anchor)
        yield from field_problems(number, f"{here}.", rows.fields, row, known)
        for nested in rows.rows:
            yield from row_problems(number, f"{here}.{nested.name}", nested, row.get(nested.name, ()), known)


def field_problems(number, path, fields, values, known):
    for field in fields:
        if field.name not in values:
            continue
        value, here = values[field.name], f"{path}{field.name}"
        if field.form in ("terms", "term") and field.model is not models.Topic:
            for key in value if field.form == "terms" else [value]:
                if key not in known.terms[field.model]:
                    name = field.model._meta.verbose_name
                    yield Problem(number, here, key, f"There is no such {name}.", known.terms[field.model])
        elif field.form in ("entries", "entry"):
            for key in value if field.form == "entries" else [value]:
                if key not in known.entries:
                    yield Problem(number, here, key, "No entry has this key, here or in the file.")
        elif field.form == "document" and value not in known.documents:
            yield Problem(number, here, value, "There is no document with this file name in the portal.")
        elif field.form == "time" and not is_time(value):
            yield Problem(number, here, value, NO_TIME)
        elif field.form == "url" and not passes(validate_address, value):
            yield Problem(number, here, value, NO_ADDRESS)
        elif field.form == "email" and not passes(validate_email, value):
            yield Problem(number, here, value, "This is no e-mail address.")
        elif field.form == "html":
            for code, text in value.items():
                yield from html_problems(number, f"{here}.{code}", text)


def is_time(text):
    """Whether ``text`` is a date and time with its zone; ``jsonschema`` alone does not look."""
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def passes(validate, text):
    try:
        return not text or validate(text) is None
    except ValidationError:
        return False


def body_problems(number, path, body, known):
    if isinstance(body, str):
        yield from list(html_problems(number, path, body)) or paragraph_problems(number, path, body)
        return
    anchors = set()
    for index, block in enumerate(body):
        here = f"{path}[{index}]"
        if (anchor := block.get("anchor")) in anchors and anchor:
            yield Problem(number, f"{here}.anchor", anchor, "This anchor stands twice in the text.")
        anchors.add(anchor)
        countries = known.terms[models.Country]
        if block["type"] == "country-case" and block["country"] not in countries:
            yield Problem(number, f"{here}.country", block["country"], "There is no such country.", countries)
        yield from html_problems(number, f"{here}.text", block["text"])


def paragraph_problems(number, path, body):
    try:
        blocks_of(body)
    except RecursionError:
        yield Problem(number, path, body, "The text nests too many HTML elements.")


def html_problems(number, path, text):
    try:
        to_html(text)
    except UnsafeHTML as error:
        yield Problem(number, path, text, str(error))


def check_file(path: Path, progress=lambda: None):
    """(problems, keys) of the file at ``path``; ``progress`` is called after each line.

    Memory does not grow with the texts: lines are read twice, once for their keys and once in full.
    """
    keys, problems = {}, []
    for number, line in read_lines(path):
        key = line.get("key") if isinstance(line, dict) else None
        if isinstance(key, str):
            if key in keys:
                problems.append(Problem(number, "key", key, f"Line {keys[key]} has the same key."))
            keys.setdefault(key, number)
    known = Known.here(set(keys))
    kinds = dict(models.Entry.objects.values_list("key", "content_type__model"))
    for number, line in read_lines(path):
        if isinstance(line, Problem):
            problems.append(line)
        else:
            found = list(character_problems(number, line)) or list(schema_problems(number, line))
            found = found or list(content_problems(number, line, known))
            problems += found
            model = KINDS[line["type"]].model._meta.model_name if not found else None
            if model and kinds.get(line["key"], model) != model:
                problems.append(Problem(number, "type", line["type"], "The entry of this key is of another kind."))
        progress()
    return sorted(problems, key=lambda problem: problem.line), keys
