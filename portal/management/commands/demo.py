"""`make demo`: from an empty folder to a served portal, and back to it in seconds the next time."""

import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal.catalogues import compile_catalogues
from search import asking
from search.engines import EngineUnavailable
from search.indexing import trouble

ADMINISTRATOR = "admin"
LONGEST_REQUEST_SECONDS = 60


class Command(BaseCommand):
    help = "Prepares the demo under VAR and serves it in the foreground at http://127.0.0.1:PORT/."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000")
        parser.add_argument("--no-serve", action="store_true", help="prepare only")

    def handle(self, *, port, no_serve, **options):
        port = port_number(port)
        if not no_serve:
            check_port(port)
        settings.VAR.mkdir(parents=True, exist_ok=True)
        self.say("Interface texts")
        for folder in settings.LOCALE_PATHS:
            compile_catalogues(folder)
        self.say("Database")
        call_command("migrate", verbosity=0, interactive=False)
        call_command("prepare", stdout=self.stdout)
        self.say("Demo content")
        call_command("load_demo", stdout=self.stdout)
        self.build_indices()
        self.collect_static_files()
        password = self.make_administrator()
        self.say(f"Ready: http://127.0.0.1:{port}/   administration: http://127.0.0.1:{port}/admin/")
        if password:
            self.stdout.write(f"    administrator: {ADMINISTRATOR}   password: {password}   (shown only now)")
        else:
            command = f"VAR={settings.VAR} .venv/bin/python manage.py changepassword {ADMINISTRATOR}"
            self.stdout.write(f"    A lost password: {command}")
        self.stdout.flush()
        if not no_serve:
            serve(port)

    def say(self, text):
        self.stdout.write(self.style.MIGRATE_HEADING(text))
        self.stdout.flush()

    def build_indices(self):
        """Build the search indices that are not there, or are of another database; the worker keeps them in step."""
        for engine in asking.engines():
            try:
                if trouble(engine):
                    self.say("Search index")
                    call_command("search_rebuild", engine=engine.name, stdout=self.stdout)
            except (EngineUnavailable, CommandError) as error:
                self.stderr.write(f"    {engine.name}: {error}")  # the worker tries again

    def collect_static_files(self):
        """Collect only what changed since the last time: compressing Wagtail's files takes a while."""
        stamp = settings.VAR / "static.stamp"
        present = fingerprint_of_static_files()
        if stamp.exists() and stamp.read_text() == present:
            return
        self.say("Static files")
        call_command("collectstatic", verbosity=0, interactive=False)
        stamp.write_text(present)

    def make_administrator(self):
        """The new administrator's password; None where there is one already."""
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return None
        password = secrets.token_urlsafe(12)
        names = {"first_name": "Demo", "last_name": "Administrator"}  # the account's form asks for them
        users.create_superuser(ADMINISTRATOR, "", password, **names)
        return password


def port_number(text):
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise CommandError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def check_port(port):
    """Before any work: that the port is free, while a password that is shown only once is still to come."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise CommandError(
                f"Port {port} can't be used ({error.strerror}): try make demo PORT={port + 1}"
            ) from error


def fingerprint_of_static_files():
    """A digest of every static file's name, size and time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def serve(port):
    """Run gunicorn and the worker until one of them ends or the demo is ended, and end both.

    Gunicorn's own limit on the request line is lifted: the portal answers with a sentence instead.
    """
    sys.stdout.flush()
    os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--threads", "8", "--limit-request-line", "0"]
    command += ["--graceful-timeout", "2", "--no-control-socket"]
    command += ["--timeout", str(LONGEST_REQUEST_SECONDS), "--log-level", "warning"]
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, signal.default_int_handler)
    processes = []
    try:
        processes.append(subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=settings.BASE_DIR))
        processes.append(subprocess.Popen(command, cwd=settings.BASE_DIR))  # noqa: S603
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
        ended = next(process for process in processes if process.poll() is not None)
        raise CommandError(f"A part of the demo ended by itself: {' '.join(ended.args[1:3])}")
    except KeyboardInterrupt:
        pass
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()
