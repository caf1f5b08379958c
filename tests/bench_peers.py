"""The part of `make bench` beside stock Wagtail, both by gunicorn, with the same entries. Nothing here passes or fails.

BENCH_PEERS (default ../shared/peers) has the stock site, a generator of entries, and what asks with wrk. There are
2,000 entries on Elasticsearch, 10,000 on SQLite and in the embedded engine; what was loaded is kept for the next run.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.bench import PEERS, ROOT, VAR, manage, shell
from tests.bench_search import ELASTICSEARCH, child, environment
from tests.conftest import free_port, wait_for

FOLDER = Path(os.environ.get("PEERS") or f"{tempfile.gettempdir()}/peers")  # PostgreSQL's own user may read it
SIZES = {"elastic": 2_000, "sqlite": 10_000}
ENGINES = {"elastic": "elasticsearch", "sqlite": "embedded"}
SECONDS, ROUNDS = 8, 3
SETTLING_SECONDS = 31  # search/keeping.py keeps nothing before
SEARCH, SUGGEST = "/en/search/?q={q}", "/api/v1/suggest/?q={q}&lang=en"
STOCK_SEARCH, STOCK_SUGGEST = "/search/?query={q}", "/suggest/?q={q}"


def main():
    needed = {
        f"{PEERS} is no folder": PEERS.is_dir(),
        "no Elasticsearch": ELASTICSEARCH,
        "no wrk": shutil.which("wrk"),
        "no PostgreSQL": list(Path("/usr/lib/postgresql").glob("*/bin/initdb")),
    }
    if absent := [reason for reason, there in needed.items() if not there]:
        print(f"Beside stock Wagtail: absent ({', '.join(absent)})\n")
        return
    peers("setup")
    try:
        for variant in SIZES:
            compare(variant)
    finally:
        peers("stop")


def peers(*arguments):
    command = [str(PEERS / "peers.sh"), *map(str, arguments)]
    subprocess.run(command, env=shell() | {"PEERS": str(FOLDER), "ELASTIC": ELASTICSEARCH}, check=True)


def compare(variant):
    number, folder = SIZES[variant], VAR / f"bench-beside-{variant}"
    once(FOLDER / f"loaded-{variant}-{number}", load_stock, variant, number)
    once(folder / "loaded", load_portal, folder, number)
    settings = environment(folder, ENGINES[variant])
    indexing = {
        "stock Wagtail": timed(peers, "manage", variant, number, "update_index", "-v0"),
        "portal": timed(manage, "search_rebuild", "-v0", f"--engine={ENGINES[variant]}", **settings),
    }
    print(f"| index of {number:,} entries, {variant} | seconds | entries/s |\n|---|--:|--:|")
    for name, seconds in indexing.items():
        print(f"| {name} | {seconds:.1f} | {number / seconds:.0f} |")
    print(flush=True)
    with ExitStack() as running:
        stock = free_port()
        peers("serve", variant, number, stock)
        kept, unkept = (running.enter_context(served(settings, seconds)) for seconds in (600, 0))
        time.sleep(SETTLING_SECONDS)
        measure(
            {
                f"stock-{variant}": {"search": f"{stock}{STOCK_SEARCH}", "suggest": f"{stock}{STOCK_SUGGEST}"},
                "portal": {"search": f"{kept}{SEARCH}", "suggest": f"{kept}{SUGGEST}"},
                "portal, nothing kept": {"search": f"{unkept}{SEARCH}"},
            }
        )


def once(mark: Path, load, *arguments):
    if not mark.exists():
        load(*arguments)
        mark.touch()


def load_stock(variant, number):
    if variant == "elastic":  # its entries lie in the database of this one
        peers("load", "postgres", number)
    peers("load", variant, number)


def load_portal(folder, number):
    shutil.rmtree(folder, ignore_errors=True)
    child("load", "embedded", folder, str(FOLDER / f"entries-{number}.jsonl"))


def timed(run, *arguments, **environment) -> float:
    start = time.perf_counter()
    run(*arguments, **environment)
    return time.perf_counter() - start


@contextmanager
def served(settings, kept_seconds):
    """The port of a portal, of as many processes and threads as the stock site has; each process was asked before."""
    port = free_port()
    command = ["-m", "gunicorn", "portal.wsgi", "--workers", "2", "--threads", "4", "--bind", f"127.0.0.1:{port}"]
    settings = settings | {"SEARCH_KEPT_SECONDS": str(kept_seconds)}
    server = subprocess.Popen([sys.executable, *command, "--log-level", "warning"], env=settings, cwd=ROOT)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", server)
        for _ in range(20):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{SEARCH.format(q='plan')}") as answer:
                answer.read()
        yield port
    finally:
        server.terminate()
        server.wait()


def measure(targets):
    """``targets`` {name: {kind of request: port and path}}."""
    arguments = []
    for name, kinds in targets.items():
        arguments += [f"name={name}", *(f"{kind}=http://127.0.0.1:{address}" for kind, address in kinds.items())]
    command = [str(PEERS / "bench.py"), "--seconds", str(SECONDS), "--rounds", str(ROUNDS), *arguments]
    subprocess.run([sys.executable, *command], check=True)


if __name__ == "__main__":
    main()
