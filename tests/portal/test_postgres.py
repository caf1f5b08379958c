"""The portal on PostgreSQL: migrations, vocabularies, the demo's content, pages."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, component, free_port

pytestmark = [pytest.mark.postgres, pytest.mark.xdist_group("postgres")]

PAGES = """
from django.test import Client
from wagtail.models import Page
from practices.models import Entry
client = Client(HTTP_HOST="localhost")
assert Page.find_problems() == ([], [], [], [], []), Page.find_problems()
assert Entry.objects.public().count() > 20
for address in ("/sq/", "/mk/entries/?phase=prison&gender=women", "/sr/papers/wb-prison-exit-2022/"):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
"""


def unprivileged():
    """How to run a command as a user that PostgreSQL accepts: it refuses root."""
    if os.getuid() != 0:
        return [], None
    user = next(u for u in pwd.getpwall() if u.pw_name in ("postgres", "nobody"))
    return ["setpriv", "--reuid", str(user.pw_uid), "--regid", str(user.pw_gid), "--clear-groups"], user


@pytest.fixture(scope="module")
def database_url():
    """A PostgreSQL server of our own on a free port, for these tests only."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
    found = binaries and (binaries / "initdb").exists() and binaries
    binaries = component("PostgreSQL's server", found)
    folder = Path(tempfile.mkdtemp(prefix="portal-postgres-"))
    prefix, user = unprivileged()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
    port = free_port()

    def run(*command):
        subprocess.run([*prefix, *map(str, command)], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    run(binaries / "initdb", "-D", folder / "data", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    run(binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", options, "start")
    try:
        yield f"postgres://portal@127.0.0.1:{port}/postgres"
    finally:
        run(binaries / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def test_the_portal_is_made_filled_and_read_on_postgresql(database_url, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    environment |= {"DATABASE_URL": database_url, "VAR": str(tmp_path)}
    commands = (["migrate", "-v0"], ["prepare"], ["load_demo"], ["compile_catalogues"])
    commands += (["collectstatic", "--noinput", "-v0"], ["shell", "-c", PAGES])
    for command in commands:
        result = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *command], env=environment, capture_output=True, text=True
        )
        assert result.returncode == 0, f"{command[0]}: {result.stderr}"
