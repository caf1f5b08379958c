"""`make demo`: from nothing to a served portal, and the second time without touching what an editor did."""

import os
import re
import subprocess
import sys
import urllib.request

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.xdist_group("demo")


def prepare_again(demo):
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--no-serve"]
    environment |= {"VAR": str(demo.folder)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_the_password_is_printed_once_and_at_the_end(demo):
    assert re.search(r"administrator: admin   password: \S{12,}", demo.output.splitlines()[-1])
    assert "administrator: admin" not in prepare_again(demo)


def test_the_pages_are_served_without_debug_and_compressed(demo):
    request = urllib.request.Request(f"{demo.url}/sq/", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"{demo.url}/sq/nowhere/")
    page = missing.value.read().decode()
    assert missing.value.code == 404
    assert "URLconf" not in page


EDIT = """
from practices.models import Failure, GoodPractice
page = GoodPractice.objects.get(key="dynamic-security")
page.heading_sq = "Edited"
page.save_revision().publish()
Failure.objects.get(key="probation-staff-turnover").delete()
"""
READ = """
from practices.models import Entry
entries = Entry.objects
print(entries.get(key="dynamic-security").heading_sq, entries.filter(key="probation-staff-turnover").count())
"""


def test_loading_it_again_leaves_what_an_editor_changed_or_deleted(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    def manage(*arguments):
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        values = environment | {"VAR": str(tmp_path)}
        return subprocess.run(command, env=values, capture_output=True, text=True, check=True).stdout

    manage("migrate", "-v0")
    manage("prepare")
    manage("load_demo")
    manage("shell", "-v0", "-c", EDIT)
    told = manage("load_demo")
    assert "skipped dynamic-security: an editor changed it" in told
    assert "skipped probation-staff-turnover: it was deleted by hand" in told
    assert manage("shell", "-v0", "-c", READ).split() == ["Edited", "0"]


def test_a_port_that_is_none_is_named():
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--port", "70000"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode != 0
    assert "from 1 to 65535" in result.stderr
