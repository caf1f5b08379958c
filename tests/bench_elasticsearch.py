"""The parts of `make bench` that ask Elasticsearch too: the server of ELASTICSEARCH_TEST_URL, or one of their own."""

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager

from tests.bench import ROOT, VAR
from tests.conftest import free_port

SCRIPT, HEAP = ROOT / "scripts" / "elasticsearch", "1g"
PARTS = ("tests.bench_search", "tests.bench_peers")


def main():
    with server() as url:
        for part in PARTS:
            subprocess.run([sys.executable, "-m", part], env=os.environ | {"ELASTICSEARCH_TEST_URL": url}, check=True)


@contextmanager
def server():
    """Its address; "" without what it takes to start one."""
    if url := os.environ.get("ELASTICSEARCH_TEST_URL"):
        yield url
    elif not (shutil.which("java") and shutil.which("mvn")):
        print("Elasticsearch: absent (it takes Java 17 and Maven, or ELASTICSEARCH_TEST_URL)\n", flush=True)
        yield ""
    else:
        port = str(free_port())
        own = {"VAR": str(VAR / "bench-elasticsearch"), "ELASTICSEARCH_PORT": port, "ELASTICSEARCH_HEAP": HEAP}
        subprocess.run([SCRIPT, "start"], env=os.environ | own, check=True)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            subprocess.run([SCRIPT, "stop"], env=os.environ | own, check=True)


if __name__ == "__main__":
    main()
