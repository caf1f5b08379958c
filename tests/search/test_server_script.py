"""scripts/elasticsearch, as far as it can be held without its download; the search tests run against what it starts."""

import os
import random
import socket
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "elasticsearch"


def executable(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def run(tmp_path):
    """The script with folders of its own, a Java that only says what it is, and no program but what a test adds."""
    executable(tmp_path / "java/bin/java", "echo jdk.incubator.vector@17.0.1")
    environment = {
        "PATH": str(tmp_path / "bin"),
        "JAVA_HOME": str(tmp_path / "java"),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "VAR": str(tmp_path / "var"),
    }

    def run(command, port=9200):
        return subprocess.run(
            [sys.executable, SCRIPT, command],
            env=environment | {"ELASTICSEARCH_PORT": str(port)},
            capture_output=True,
            text=True,
        )

    return run


@pytest.fixture
def free_port():
    """Below the ports that the system hands out, so that neither it nor port + 100 is somebody's connection."""
    return random.randrange(20_000, 30_000)


def test_status_fails_when_nothing_runs(run):
    status = run("status")
    assert status.returncode == 1
    assert "down" in status.stderr


def test_a_port_taken_by_something_else_is_refused(run):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        start = run("start", port)
    assert start.returncode == 1
    assert f"Port {port} is taken" in start.stderr


def test_without_maven_it_says_what_is_missing(run, free_port):
    start = run("start", free_port)
    assert start.returncode == 1
    assert "Maven is needed" in start.stderr


def test_a_download_that_is_not_the_expected_file_is_refused_and_removed(run, free_port, tmp_path):
    executable(
        tmp_path / "bin/mvn",
        'for word; do case "$word" in -Dmaven.repo.local=*) folder=${word#*=} ;; esac; done\n'
        '/bin/mkdir -p "$folder" && echo something else > "$folder/sonar-application-1.zip"',
    )
    start = run("start", free_port)
    assert start.returncode == 1
    assert "SHA-256" in start.stderr
    assert os.listdir(tmp_path / "cache/continuum") == ["elasticsearch.lock"]


def test_stop_leaves_a_process_alone_that_got_an_old_pid(run, tmp_path):
    node = tmp_path / "var/elasticsearch/1/node-1"
    node.mkdir(parents=True)
    with subprocess.Popen(["sleep", "60"]) as other:
        (node / "pid").write_text(str(other.pid))
        stop = run("stop")
        survived = other.poll() is None
        other.kill()
    assert survived
    assert stop.stdout == "Nodes stopped: 0\n"
