"""The file of the embedded engine: an SQLite database of its own, with FTS5.

``search.sqlite3`` is a link to the file in use. A rebuild fills another one and then moves the link, in one step; a
connection that finds it moved opens the new file. (Replacing a database under its name is not safe: its write-ahead
log would be read as the new one's.) A file that is missing or damaged is made anew, empty, and says so in ``health``.

Any number of processes read and write. A document's number never changes, so that what a process remembers
(embedded_memory.py) is brought up to date from the entries with a newer ``revision``.
"""

import fcntl
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from search.engines import EngineUnavailable
from search.fields import FORMAT, NAMES, STORED

BUSY_SECONDS = 5
COLUMNS = ", ".join(NAMES)
STORED_COLUMNS = ", ".join(f'"{part}" blob' for part in STORED)

SCHEMA = f"""
create table meta (name text primary key, value integer not null) without rowid;
insert into meta values ('watermark', 0), ('revision', 0), ('built', 0);
create table entry (entry integer primary key, version integer not null, digest text not null, revision integer);
create index entry_revision on entry (revision);
create table document (
    number integer primary key, id text not null unique, entry integer not null, mode text not null,
    facts blob not null, {STORED_COLUMNS}, tokens blob not null
);
create index document_entry on document (entry);
create table word (number integer primary key, word text not null unique);
create virtual table entries using fts5 ({COLUMNS}, content='', tokenize="unicode61 remove_diacritics 0");
create virtual table entries_terms using fts5vocab (entries, row);
create virtual table recommendations using fts5 ({COLUMNS}, content='', tokenize="unicode61 remove_diacritics 0");
create virtual table recommendations_terms using fts5vocab (recommendations, row);
pragma user_version = {FORMAT};
"""  # noqa: S608


def connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.execute("pragma synchronous = normal")
    return connection


def create(link: Path) -> Path:
    """A new, empty file beside ``link``."""
    path = link.with_name(f"{link.stem}-{uuid4().hex[:12]}{link.suffix}")
    connection = connect(path)
    connection.execute("pragma journal_mode = wal")
    connection.executescript(SCHEMA)
    connection.close()
    return path


def point(link: Path, path: Path):
    """Let ``path`` be the file in use, from one moment to the next."""
    moved = link.with_name(f"{link.name}.{uuid4().hex[:12]}")
    moved.symlink_to(path.name)
    os.replace(moved, link)


def remove(path: Path):
    for each in (path, *beside(path)):
        each.unlink(missing_ok=True)


def remove_replaced(link: Path, path: Path):
    """Remove what ``link`` led to before; it may have been a plain file of that name itself."""
    for each in beside(path) if path == link else (path, *beside(path)):
        each.unlink(missing_ok=True)


def beside(path: Path) -> tuple[Path, Path]:
    """What SQLite keeps beside an open file."""
    return Path(f"{path}-wal"), Path(f"{path}-shm")


@contextmanager
def sole_builder(link: Path) -> Iterator[None]:
    """One rebuild at a time. What one that was killed has left behind is removed."""
    with open(f"{link}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise EngineUnavailable("another rebuild is running") from error
        for orphan in link.parent.glob(f"{link.stem}-{'?' * 12}{link.suffix}"):
            if orphan != link.resolve():
                remove(orphan)
        yield


class Connections:
    """A connection to the file in use for each thread."""

    def __init__(self, link: Path):
        self.link = link
        self.local = threading.local()
        self.lock = threading.Lock()
        self.memory = (None, None)  # of which file, and what the engine remembers of it

    def current(self) -> sqlite3.Connection:
        """This thread's connection, to the file that the link leads to now."""
        path = self.link.resolve()
        if getattr(self.local, "opened", None) != (os.getpid(), path) or not path.exists():
            self.open(path)
        return self.local.connection

    def same(self) -> sqlite3.Connection:
        """This thread's connection to the file that it used last.

        A watermark belongs to the file that the changes went into, even if another took its place since.
        """
        return self.local.connection if hasattr(self.local, "connection") else self.current()

    def open(self, path: Path):
        self.close()
        try:
            connection = connect(path) if path.exists() else None
            version = connection.execute("pragma user_version").fetchone()[0] if connection else 0
            if version > FORMAT:  # while the portal is being updated: its new processes have made it
                connection.close()
                raise EngineUnavailable(
                    "the index is of a newer version of the portal: back on an older one run search_rebuild"
                )
            if version != FORMAT:
                raise sqlite3.DatabaseError("not a search file of this version")
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self.make_anew(path)
            path = self.link.resolve()
            connection = connect(path)
        self.local.connection, self.local.opened = connection, (os.getpid(), path)

    def make_anew(self, broken: Path):
        """Put an empty file in the place of a missing or damaged one, unless another process has just done so."""
        self.close()
        self.link.parent.mkdir(parents=True, exist_ok=True)
        with self.lock:
            if self.link.resolve() == broken:
                point(self.link, create(self.link))
                remove_replaced(self.link, broken)

    def close(self):
        if connection := self.local.__dict__.pop("connection", None):
            self.local.__dict__.pop("opened", None)
            with suppress(sqlite3.Error):
                connection.close()


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin immediate")
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.execute("commit")
