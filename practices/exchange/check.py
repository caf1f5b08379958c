"""Finds every mistake in a file of entries before anything is written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from practices import models
from practices.models.entry import LONGEST_SUMMARY
from practices.sanitize import UnsafeHTML

from .build import blocks_of, to_html
from .fields import KINDS
from .schema import validator

LONGEST_LINE = 20_000_000  # bytes: five languages of the longest text, with room
LONGEST_SHOWN = 80  # characters of a bad value in a message
MOST_SHOWN = 40  # valid values in a message


@dataclass(frozen=True)
class Problem:
    """A mistake: the line's number from 1, the field's path, the bad value, what is wrong, what is valid."""

    line: int
    field: str
    value: object
    message: str
    valid: tuple = ()

    def __str__(self):
        value = json.dumps(self.value, ensure_ascii=False, default=str)
        value = value if len(value) <= LONGEST_SHOWN else value[:LONGEST_SHOWN] + "…"
        valid = [str(choice) for choice in self.valid]
        more = f" and {len(valid) - MOST_SHOWN} more" if len(valid) > MOST_SHOWN else ""
        valid = f" Valid: {', '.join(valid[:MOST_SHOWN])}{more}." if valid else ""
        return f"line {self.line}, {self.field or 'entry'}: {value}: {self.message}{valid}"


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


def path_of(parts) -> str:
    """``recommendations[0].actors`` for ("recommendations", 0, "actors")."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")


def schema_problems(number, line):
    """What the JSON Schema says against ``line``."""
    if line.get("type") not in KINDS:
        yield Problem(number, "type", line.get("type"), "There is no such kind of entry.", tuple(KINDS))
        return
    for error in validator(line["type"]).iter_errors(line):
        yield from explained(number, error)


def explained(number, error):
    """A ``jsonschema`` error in plain words."""
    path = path_of(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = tuple(error.schema.get("properties", ()))
        for name in sorted(set(error.instance) - set(known)):
            yield Problem(number, f"{path}.{name}".lstrip("."), error.instance[name], "There is no such field.", known)
    elif error.validator == "anyOf":
        nearest = max(error.context, key=lambda inner: len(inner.absolute_path), default=None)
        if nearest is not None and len(nearest.absolute_path) > len(error.absolute_path):
            yield from explained(number, nearest)
        else:
            yield Problem(number, path, error.instance, error.message)
    elif error.validator == "enum":
        yield Problem(number, path, error.instance, "This value is not known.", tuple(error.validator_value))
    elif error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        for name in missing:
            yield Problem(number, f"{path}.{name}".lstrip("."), None, "This field is needed.")
    elif error.validator == "maxLength":
        length = len(error.instance)
        message = f"It has {length:,} characters; at most {error.validator_value:,} are taken."
        yield Problem(number, path, error.instance, message)
    elif error.validator == "format":
        yield Problem(number, path, error.instance, "This is no date (2022-08-16) or time with its zone.")
    elif error.validator == "pattern":
        message = "Small Latin letters, digits, - and _ only, starting with a letter or digit."
        yield Problem(number, path, error.instance, message)
    else:
        yield Problem(number, path, error.instance, error.message)


def content_problems(number, line, known):
    """What is wrong with a line that fits the schema: unknown keys, double anchors, texts that are refused."""
    kind = KINDS[line["type"]]
    original = line["original_language"]
    if not line["heading"].get(original, "").strip():
        yield Problem(number, f"heading.{original}", "", "The original language needs a heading.")
    for code, summary in line.get("summary", {}).items():
        if (words := len(summary.split())) > LONGEST_SUMMARY:
            yield Problem(number, f"summary.{code}", summary, f"{words} words; at most {LONGEST_SUMMARY} are taken.")
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
        elif field.form == "html":
            for code, text in value.items():
                yield from html_problems(number, f"{here}.{code}", text)


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
            found = list(schema_problems(number, line)) or list(content_problems(number, line, known))
            problems += found
            model = KINDS[line["type"]].model._meta.model_name if not found else None
            if model and kinds.get(line["key"], model) != model:
                problems.append(Problem(number, "type", line["type"], "The entry of this key is of another kind."))
        progress()
    return sorted(problems, key=lambda problem: problem.line), keys
