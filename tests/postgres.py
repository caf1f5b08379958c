"""A PostgreSQL server of the tests' own, on a free port."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import component, free_port


class Server:
    def __init__(self, folder: Path, binaries: Path):
        self.folder, self.binaries, self.port = folder, binaries, free_port()
        self.url = f"postgres://portal@127.0.0.1:{self.port}/postgres"
        self.prefix, user = unprivileged()
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        self.run("initdb", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")

    def run(self, command, *arguments):
        command = [*self.prefix, self.binaries / command, "-D", self.folder / "data", *arguments]
        subprocess.run(command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL)

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self.run("pg_ctl", "-l", self.folder / "log", "-w", "-o", options, "start")

    def copy(self, database: str, copy: str):
        """Nobody may be connected to ``database``."""
        address = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "portal")
        subprocess.run([self.binaries / "createdb", *address, "-T", database, copy], check=True)

    def stop(self):
        """At once: every connection breaks."""
        self.run("pg_ctl", "-m", "immediate", "stop")


def unprivileged():
    """How to run a command as a user that PostgreSQL accepts: it refuses root."""
    if os.getuid() != 0:
        return [], None
    user = next(u for u in pwd.getpwall() if u.pw_name in ("postgres", "nobody"))
    return ["setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"], user


@contextmanager
def running():
    """A server that has just been started, and is gone afterwards."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    found = binaries and (binaries / "initdb").exists() and binaries
    binaries = component("PostgreSQL's server", found)
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    try:
        server = Server(folder, binaries)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
