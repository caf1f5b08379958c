"""How a mistake in a line is told, and what the JSON Schema has against a line, in plain words."""

import json
from dataclasses import dataclass

from practices.sanitize import UNSTORABLE

from .fields import ADDRESS, KINDS
from .schema import validator

NO_ADDRESS = "This is no address; one starts with http:// or https://."
NO_TIME = "This is no date (2022-08-16) or time with its zone."
LONGEST_SHOWN = 80  # characters of a bad value in a message
MOST_SHOWN = 100  # valid values in a message
IN_WORDS = {
    "object": "an object: {…}",
    "array": "a list: […]",
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "null",
}


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
        said = f"line {self.line}, {self.field or 'entry'}: {value}: {self.message}{valid}"
        return UNSTORABLE.sub("\ufffd", said)  # half a character can't be written to a terminal either


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
            yield Problem(number, path, error.instance, expected(error.schema))
    elif error.validator == "type":
        yield Problem(number, path, error.instance, expected(error.schema))
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
        yield Problem(number, path, error.instance, NO_TIME)
    elif error.validator == "pattern" and error.validator_value == ADDRESS:
        yield Problem(number, path, error.instance, NO_ADDRESS)
    elif error.validator == "pattern":
        message = "Small Latin letters, digits, - and _ only, starting with a letter or digit."
        yield Problem(number, path, error.instance, message)
    elif error.validator in ("minimum", "maximum"):
        message = f"A number from {error.schema['minimum']:,} to {error.schema['maximum']:,} must stand here."
        yield Problem(number, path, error.instance, message)
    elif error.validator == "uniqueItems":
        yield Problem(number, path, error.instance, "A value stands twice in the list.")
    elif error.validator == "minItems":
        yield Problem(number, path, error.instance, "The list is empty.")
    else:
        yield Problem(number, path, error.instance, error.message)


def expected(schema) -> str:
    """What a value that fits ``schema`` is."""
    types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    words = schema.get("description") or " or ".join(IN_WORDS[name] for name in types)
    return f"Here must stand {words}."
