"""`make bench`: how fast the portal is, in figures for docs/measurements.md. Nothing here passes or fails.

1. Import of BENCH_ENTRIES generated entries (default 10,000) into an empty portal: seconds and memory.
2. Server time and queries of pages and of the administration, in this process, with the demo's content.

The entries come from `generate.py` in the folder BENCH_PEERS (default ../shared/peers); where that is absent the first
part says so.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import ROOT, shell

VAR = Path(os.environ.get("VAR") or ROOT / "var").resolve()
PEERS = Path(os.environ.get("BENCH_PEERS", ROOT.parent / "shared" / "peers"))
ENTRIES = int(os.environ.get("BENCH_ENTRIES", 10_000))
ROUNDS = 30
PAGES = (
    "/sq/",
    "/sq/entries/",
    "/mk/entries/?phase=prison&gender=women",
    "/sq/papers/wb-prison-exit-2022/",
    "/sr-latn/practices/division-prevention-reintegration-kosovo/",
    "/bs/failures/preparation-eight-days/",
    "/en/countries/country-kosovo/",
    "/mk/collections/workshop-march-2022/",
)


def manage(*arguments, **environment):
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    subprocess.run(command, env=shell() | environment, check=True, cwd=ROOT)


def measure_import(folder):
    """Time the import of generated entries as a whole process, with its highest memory in MiB."""
    generator = PEERS / "generate.py"
    if not generator.exists():
        print(f"Import: absent, there is no {generator.name} in BENCH_PEERS")
        return
    lines = folder / "generated.jsonl"
    with lines.open("w") as out:
        subprocess.run([sys.executable, str(generator), str(ENTRIES), "1"], stdout=out, check=True)
    manage("migrate", "-v0", VAR=str(folder))
    manage("prepare", VAR=str(folder))
    start = time.perf_counter()
    manage("import_entries", str(lines), VAR=str(folder))
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    size = lines.stat().st_size / 1e6
    print("| entries | file | seconds | entries/s | highest memory |\n|--:|--:|--:|--:|--:|")
    print(f"| {ENTRIES:,} | {size:.0f} MB | {seconds:.0f} | {ENTRIES / seconds:.0f} | {memory:.0f} MiB |\n")


def measure_pages(folder):
    """Server time and queries of each page, without a network, anonymous and as an administrator."""
    manage("demo", "--no-serve", VAR=str(folder))
    # Without DEBUG, which would log each query of the timed rounds
    os.environ |= {"VAR": str(folder), "DJANGO_SETTINGS_MODULE": "portal.settings.development", "DEBUG": "false"}
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.test import Client

    from practices.models import ConclusionPaper, EntryIndex, GoodPractice

    print("| page | queries | p50 ms | p95 ms | KB, compressed |\n|---|--:|--:|--:|--:|")
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="gzip")
    for address in PAGES:
        row(client, address)
    client.force_login(get_user_model().objects.filter(is_superuser=True).first())
    edited = {
        "median entry": median_entry(GoodPractice.objects.all()),
        "largest paper": max(ConclusionPaper.objects.all(), key=size_of),
    }
    for name, page in edited.items():
        row(client, f"/admin/pages/{page.pk}/edit/", f"edit view, {name} ({page.key})")
    index = EntryIndex.objects.get(kind_of_entry="practice")
    row(client, f"/admin/pages/{index.pk}/", "listing of practices in the administration")


def size_of(page):
    from portal.languages import CONTENT_CODES
    from practices.units import units

    return sum(len(text) for code in CONTENT_CODES for text in units(page, code).values())


def median_entry(pages):
    return sorted(pages, key=size_of)[pages.count() // 2]


def row(client, address, name=""):
    client.get(address)
    answer, queries = counted(client, address)
    assert answer.status_code == 200, (address, answer.status_code)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - start) * 1000)
    p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    size = len(answer.content) / 1024
    print(f"| {name or address} | {queries} | {p50:.1f} | {p95:.1f} | {size:.1f} |", flush=True)


def counted(client, address):
    """(answer, number of queries); read at once, because the next request empties the log that they stand in."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    return answer, len(queries)


def main():
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        measure_import(Path(folder))
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        measure_pages(Path(folder))


if __name__ == "__main__":
    main()
