"""Settings, each in a process of its own: they are read once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GIVEN = {
    "SECRET_KEY": "a-long-random-string-for-a-test-0123456789-abcdefghij-KLMNOPQRST",
    "ALLOWED_HOSTS": "portal.example.org,www.example.org",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
}
OURS = {*GIVEN, "DJANGO_SETTINGS_MODULE", "VAR", "DEBUG", "BASE_URL", "CSRF_TRUSTED_ORIGINS", "EMAIL_URL", "TIME_ZONE"}
OURS |= {"SEARCH_KEPT_SECONDS", "SEARCH_INDEX_PREFIX"}
OURS.add("DJANGO_ALLOW_ASYNC_UNSAFE")  # set by the browser tests, in whichever process collects them


def run(module, *arguments, **values):
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    environment |= {"DJANGO_SETTINGS_MODULE": f"portal.settings.{module}", **values}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )


def setting(module, expression, **values):
    done = run(module, "-c", f"from django.conf import settings; print({expression})", **values)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("value", [None, "", "  "])
@pytest.mark.parametrize("missing", GIVEN)
def test_production_refuses_to_start_without_what_it_needs_and_names_it(missing, value, tmp_path):
    given = {**GIVEN, "VAR": str(tmp_path), missing: value}
    done = run("production", "manage.py", "check", **{name: text for name, text in given.items() if text is not None})
    assert done.returncode != 0
    message = done.stderr.splitlines()[-1]
    assert "Production needs these environment variables" in message and missing in message
    assert not any(name in message for name in GIVEN if name != missing)


def test_production_names_everything_that_is_missing_at_once(tmp_path):
    done = run("production", "manage.py", "check", VAR=str(tmp_path))
    assert done.returncode != 0 and all(name in done.stderr.splitlines()[-1] for name in GIVEN)


def test_production_never_tells_its_secrets_when_it_refuses(tmp_path):
    done = run("production", "manage.py", "check", VAR=str(tmp_path), SECRET_KEY="canary-secret", ALLOWED_HOSTS="")
    assert done.returncode != 0 and "canary-secret" not in done.stderr + done.stdout


def test_production_passes_djangos_deployment_check(tmp_path):
    done = run("production", "manage.py", "check", "--deploy", "--fail-level", "WARNING", **GIVEN, VAR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_production_never_runs_with_debug(tmp_path):
    assert setting("production", "settings.DEBUG", **GIVEN, VAR=str(tmp_path), DEBUG="1") == "False"


def test_production_sends_cookies_over_https_only_and_trusts_its_own_hosts(tmp_path):
    names = "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT"
    assert setting("production", names, **GIVEN, VAR=str(tmp_path)) == "True True True"
    origins = setting("production", "*settings.CSRF_TRUSTED_ORIGINS", **GIVEN, VAR=str(tmp_path))
    assert origins == "https://portal.example.org https://www.example.org"


def test_production_takes_its_database_from_the_address(tmp_path):
    address = "postgres://me:pw@db.example:5433/portal?connect_timeout=2"
    one = "settings.DATABASES['default']"
    names = f"{one}['ENGINE'], {one}['HOST'], {one}['PORT'], {one}['NAME'], {one}['OPTIONS']"
    found = setting("production", names, **{**GIVEN, "DATABASE_URL": address, "VAR": str(tmp_path)})
    options = {"connect_timeout": 2, "options": "-c lock_timeout=5s"}
    assert found == f"django.db.backends.postgresql db.example 5433 portal {options}"


@pytest.mark.parametrize("module", ["development", "production"])
def test_everything_that_lives_lies_under_var(module, tmp_path):
    given = {**GIVEN} if module == "production" else {}
    names = "settings.MEDIA_ROOT, settings.STATIC_ROOT"
    assert setting(module, names, **given, VAR=str(tmp_path)) == f"{tmp_path / 'media'} {tmp_path / 'static'}"


def test_development_keeps_its_database_and_key_under_var(tmp_path):
    var = tmp_path / "not" / "there yet"
    name = setting("development", "settings.DATABASES['default']['NAME']", VAR=str(var))
    assert name == str(var / "portal.sqlite3")
    key = setting("development", "settings.SECRET_KEY", VAR=str(var))
    assert len(key) >= 50 and (var / "secret-key").read_text() == key
    assert (var / "secret-key").stat().st_mode & 0o077 == 0
    assert setting("development", "settings.SECRET_KEY", VAR=str(var)) == key
    assert setting("development", "settings.SECRET_KEY", VAR=str(tmp_path / "other")) != key


def test_development_has_no_debug_unless_asked_for(tmp_path):
    assert setting("development", "settings.DEBUG", VAR=str(tmp_path)) == "False"
    assert setting("development", "settings.DEBUG", VAR=str(tmp_path), DEBUG="1") == "True"


def test_development_passes_the_system_check(tmp_path):
    done = run("development", "manage.py", "check", "--fail-level", "WARNING", VAR=str(tmp_path))
    assert done.returncode == 0, done.stderr


def test_a_test_run_writes_to_a_folder_of_its_own():
    from django.conf import settings

    assert "portal-test-" in str(settings.VAR)
    assert settings.VAR in settings.MEDIA_ROOT.parents and settings.VAR in settings.STATIC_ROOT.parents


@pytest.mark.parametrize(("given", "read"), [("", "600"), ("0", "0"), ("60", "60"), ("-1", "-1"), ("soon", "-1")])
def test_a_time_that_is_none_is_for_a_check_to_tell(given, read, tmp_path):
    assert setting("development", "settings.SEARCH_KEPT_SECONDS", VAR=str(tmp_path), SEARCH_KEPT_SECONDS=given) == read


def test_two_folders_have_indices_of_two_names(tmp_path):
    folders = (tmp_path, tmp_path, tmp_path / "other")
    first, again, other = (setting("development", "settings.SEARCH_INDEX_PREFIX", VAR=str(each)) for each in folders)
    assert first == again != other and first.startswith("continuum-")
