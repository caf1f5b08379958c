"""`make demo`: from nothing to a served portal. What it loads, and loads again, is tested in practices/."""

import re
import subprocess
import sys
import urllib.request

import pytest

from tests.conftest import ROOT, shell

pytestmark = pytest.mark.xdist_group("demo")


def prepare_again(demo):
    environment = shell() | {"VAR": str(demo.folder)}
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--no-serve"]
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


def test_a_port_that_is_none_is_named():
    command = [sys.executable, str(ROOT / "manage.py"), "demo", "--port", "70000"]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode != 0
    assert "from 1 to 65535" in result.stderr
