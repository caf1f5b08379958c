"""What the embedded engine writes of an entry."""

import sqlite3
from collections.abc import Iterable

import orjson

from portal.languages import CONTENT_CODES
from search.batches import in_batches
from search.engines import Change
from search.engines.embedded_file import writing
from search.fields import NAMES, STORED, digest, facet_values, language_fields, packed, parts_of, tag_fields, unpacked
from search.params import ENTRIES, RECOMMENDATIONS

BATCH = 50  # entries in a transaction: others wait for it to write
ROWS = 16  # a document's text in the n-th language is row number * ROWS + n
TAGS = ROWS - 1  # the place of the names of its tags
SHORTEST_WORD = 4  # letters; shorter ones are no one's correction
COLUMNS, PLACES = ", ".join(NAMES), ", ".join("?" for _name in NAMES)


def write(connection: sqlite3.Connection, changes: Iterable[Change], known: set[str]):
    """``known`` are words that the file's list has, as far as the caller remembers."""
    for batch in in_batches(changes, BATCH):
        with writing(connection):
            connection.execute("update meta set value = value + 1 where name = 'revision'")
            for change in batch:
                write_entry(connection, change, known)


def write_entry(connection, change: Change, known: set[str]):
    """Put what the entry is now in the place of what it was, unless that is newer. What is gone keeps its version."""
    mark = digest(change.documents)
    held = connection.execute("select version, digest from entry where entry = ?", (change.entry,)).fetchone()
    if held and held[0] > change.version:
        return
    if held and held[1] == mark:
        connection.execute("update entry set version = ? where entry = ?", (change.version, change.entry))
        return
    old = connection.execute("select id, number, mode, tokens from document where entry = ?", (change.entry,))
    old = {key: (number, mode, tokens) for key, number, mode, tokens in old}
    for number, mode, tokens in old.values():
        forget_text(connection, number, mode, unpacked(tokens))
    for document in change.documents:
        number = old.pop(document["id"], (None,))[0]
        write_document(connection, document, number, known)
    connection.executemany("delete from document where number = ?", [(number,) for number, *_rest in old.values()])
    connection.execute(
        "insert or replace into entry select ?, ?, ?, value from meta where name = 'revision'",
        (change.entry, change.version, mark if change.documents else ""),
    )


def write_document(connection, document, number, known):
    mode = RECOMMENDATIONS if document["anchor"] else ENTRIES
    texts = [
        (CONTENT_CODES.index(code), [fields[name] for name in NAMES])
        for code, fields in language_fields(document).items()
    ]
    if any(tags := list(tag_fields(document).values())):
        texts.append((TAGS, tags))
    parts = parts_of(document)
    row = (number, document["id"], document["entry"], mode, facts(document), *map(parts.get, STORED), packed(texts))
    marks = ", ".join("?" for _value in row)
    number = connection.execute(f"insert or replace into document values ({marks})", row).lastrowid  # noqa: S608
    connection.executemany(
        f"insert into {mode} (rowid, {COLUMNS}) values (?, {PLACES})",  # noqa: S608
        [(number * ROWS + place, *text) for place, text in texts],
    )
    add_words(connection, {word for _place, text in texts for part in text[::2] for word in part.split()}, known)


def add_words(connection, words: set[str], known: set[str]):
    """To the list that mistyped words are compared with. It only grows: a rebuild makes it anew."""
    new = [(word,) for word in words - known if len(word) >= SHORTEST_WORD and not word.isdigit()]
    connection.executemany("insert or ignore into word (word) values (?)", new)
    known |= words


def forget_text(connection, number, mode, texts):
    """FTS5 without the texts it indexed takes a row out only by being told what was in it."""
    connection.executemany(
        f"insert into {mode} ({mode}, rowid, {COLUMNS}) values ('delete', ?, {PLACES})",  # noqa: S608
        [(number * ROWS + place, *text) for place, text in texts],
    )


def facts(document) -> bytes:
    """What orders and counts a document, kept in memory by each process."""
    parts = [document["date"] or "", document["event_date"] or "", facet_values(document)]
    return orjson.dumps(parts)
