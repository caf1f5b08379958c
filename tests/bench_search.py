"""The search part of `make bench`: how good and how fast both engines are. Nothing here passes or fails.

1. Quality: bench_quality.py.
2. SCALE generated entries (default 1k and 10k; `make bench SCALE=100k`), kept under VAR for the next run: indexing by
   stage, then search pages, suggestions and the API: server time, the engine's own, SQL queries.
3. Of two or more scales (SCALE="1k 100k"), what growing from the first to the last costs on Elasticsearch.

Elasticsearch is measured where ELASTICSEARCH_TEST_URL names a server; bench_elasticsearch.py sees to that.
"""

import json
import os
import random
import resource
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from tests.bench import ROOT, VAR
from tests.bench_quality import QUALITY, measure_quality

SCALES = os.environ.get("SCALE") or "1k 10k"
ELASTICSEARCH = os.environ.get("ELASTICSEARCH_TEST_URL", "")
ROUNDS = 200
WARM_UP = 1_000  # searches before the first that is timed: Java compiles only then what it does often
STAGED = 2_000  # entries
TURNS = 5  # of the first scale and the last
PAGE = "search page"
AGAIN = f"{PAGE}, asked again"  # what SEARCH_KEPT_SECONDS is for


def main():
    engines = ["embedded", *(["elasticsearch"] if ELASTICSEARCH else [])]
    if QUALITY.is_dir():
        for engine in engines:
            child("quality", engine, VAR / "bench-quality")
    else:
        print(f"Search quality: absent ({QUALITY} is no folder)\n")
    for scale in SCALES.split():
        child("generate", "embedded", VAR / f"bench-{scale}", scale)
        for engine in engines:
            child("speed", engine, VAR / f"bench-{scale}")
    first, *others = SCALES.split()
    if others and ELASTICSEARCH:
        compare(first, others[-1])


def child(part, engine, folder, *arguments, **options):
    """Run one part in a process of its own: an engine is chosen when a process starts."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.bench_search", part, *arguments]
    return subprocess.run(command, env=environment(folder, engine), check=True, cwd=ROOT, **options)


def compare(smaller, larger):
    """Search pages of both scales in turns: from hour to hour a machine's speed changes more than they differ."""
    print(f"| turn | {smaller}: p50 ms | {larger}: p50 ms | times |\n|--:|--:|--:|--:|")
    ratios = []
    for turn in range(1, TURNS + 1):
        spent = [
            float(child("page", "elasticsearch", VAR / f"bench-{scale}", stdout=subprocess.PIPE).stdout)
            for scale in (smaller, larger)
        ]
        ratios.append(spent[1] / spent[0])
        print(f"| {turn} | {spent[0]:.1f} | {spent[1]:.1f} | {ratios[-1]:.2f} |", flush=True)
    print(f"\nFrom {smaller} to {larger} entries a search page takes {statistics.median(ratios):.2f} times as long.\n")


def environment(folder, engine) -> dict[str, str]:
    """Of a portal in ``folder`` on the engine of that name."""
    return os.environ | {
        "VAR": str(folder),
        "DEBUG": "false",
        "DJANGO_SETTINGS_MODULE": "portal.settings.development",
        "ELASTICSEARCH_URL": ELASTICSEARCH if engine == "elasticsearch" else "",
        "SEARCH_INDEX_PREFIX": f"continuum-{folder.name}",
        "SEARCH_KEPT_SECONDS": "0",
    }


def prepared():
    """Django, with a database that is there."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("prepare", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    return call_command


def fill(scale):
    """In a process of its own: what it takes of memory is no rebuild's."""
    prepared()
    from practices.models import Entry
    from tests.generate import generate

    number = int(float(scale.lower().replace("k", "e3")))
    there = Entry.objects.count()
    if not there:
        generate(number)
    elif there != number:
        sys.exit(f"{VAR} holds {there} entries, not {number}: remove the folder.")


def measure_speed():
    prepared()
    from practices.models import Entry
    from search.asking import configured

    engine = configured()
    print(f"{Entry.objects.count():,} generated entries, {engine.name}\n")
    measure_indexing(engine)
    measure_requests(engine)


class Measured(Exception):
    """A new index is not needed any more."""


def measure_indexing(engine):
    """A rebuild, and then its stages taken apart."""
    from django.core.management import call_command

    start = time.perf_counter()
    call_command("search_rebuild", engine=engine.name, verbosity=0)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    entries = engine.counts()["entries"]
    print("| stage of a rebuild | entries/s |\n|---|--:|")
    for name, rate in measure_stages(engine).items():
        print(f"| {name} | {rate:.0f} |")
    print(f"| whole rebuild | {entries / seconds:.0f} |")
    print(f"\n{seconds:.1f} s; highest memory: {memory:.0f} MiB\n", flush=True)


def measure_stages(engine) -> dict[str, float]:
    """Entries a second in each stage, of the first ``STAGED`` entries."""
    from practices.models import Entry
    from search import documents, indexing

    spent = dict.fromkeys(("database", "documents", "engine"), 0.0)

    def timed(name, function, *arguments):
        start = time.perf_counter()
        try:
            return function(*arguments)
        finally:
            spent[name] += time.perf_counter() - start

    own = documents.from_entry
    documents.from_entry = lambda *arguments: timed("documents", own, *arguments)
    ids = list(Entry.objects.public().order_by("pk").values_list("pk", flat=True)[:STAGED])
    with suppress(Measured), engine.build() as build:
        batches = indexing.changes_of(ids, 1)
        while changes := timed("database", next, batches, None):
            timed("engine", build.apply, changes)
        raise Measured
    documents.from_entry = own
    spent["database"] -= spent["documents"]  # which are made while the batch is put together
    return {name: len(ids) / seconds for name, seconds in spent.items()}


def searches(seed=7, many=ROUNDS) -> list[tuple[str, str]]:
    """(language, words) as people search: one to three words of a text, now and then cut short."""
    from portal.languages import CONTENT_CODES
    from tests.generate import sentences

    chance, texts, found = random.Random(seed), sentences(), []
    for _ in range(many):
        code = chance.choice(CONTENT_CODES)
        words = [word for word in chance.choice(texts[code]).split() if len(word) > 3 and word.isalpha()]
        start = chance.randrange(max(1, len(words) - 3))
        text = " ".join(words[start : start + chance.randint(1, 3)]) or "plan"
        found.append((code, text[:-2] if chance.random() < 0.2 and len(text) > 6 else text))
    return found


def page(code, **asked) -> str:
    return f"/{code}/search/?{urlencode(asked)}"


ADDRESSES = {  # each of a language and words
    PAGE: lambda code, text: page(code, q=text),
    f"{PAGE}, two facets": lambda code, text: page(code, q=text, phase="prison", gender="women"),
    AGAIN: lambda code, text: page(code, q=text),
    "everything, newest first": lambda code, _text: page(code),
    "recommendations": lambda code, text: page(code, q=text, mode="recommendations"),
    "API": lambda code, text: f"/api/v1/search/?{urlencode({'q': text, 'lang': code})}",
    "suggestions": lambda code, text: f"/api/v1/suggest/?{urlencode({'q': text[:4], 'lang': code})}",
}


def measure_requests(engine):
    from django.conf import settings
    from django.test import Client

    from search import keeping
    from tests.bench import counted

    asked, others = searches(), searches(seed=8)
    warm_up()
    spent = watched(engine)
    print("| request | p50 ms | p95 ms | engine p50 ms | rest p50 ms | SQL queries |\n|---|--:|--:|--:|--:|--:|")
    for name, address_of in ADDRESSES.items():
        addresses = [address_of(*search) for search in asked]
        settings.SEARCH_KEPT_SECONDS = 3600 if name == AGAIN else 0
        keeping.changes.settled = keeping.stamp()  # nothing has changed for half a minute
        for search in asked if name == AGAIN else others:  # nobody's portal has just been started
            serve(address_of(*search))
        wholes, inside = [], []
        for address in addresses:
            spent.clear()
            wholes.append(serve(address))
            inside.append(sum(spent))
        rest = statistics.median(whole - engines for whole, engines in zip(wholes, inside, strict=True))
        p95 = statistics.quantiles(wholes, n=20)[-1]
        figures = f"{statistics.median(wholes):.1f} | {p95:.1f} | {statistics.median(inside):.1f} | {rest:.1f}"
        print(f"| {name} | {figures} | {counted(Client(HTTP_HOST='localhost'), addresses[0])[1]} |", flush=True)
    print()
    if engine.name == "elasticsearch":
        measure_plain_http([ADDRESSES[PAGE](*search) for search in asked])


def median_page() -> float:
    """Milliseconds of a search page, when the server and this process have answered as many as for the tables."""
    prepared()
    from search.asking import breaker

    warm_up()
    spent = statistics.median(serve(ADDRESSES[PAGE](*search)) for search in searches())
    if breaker.failures:
        sys.exit("Elasticsearch did not answer: these are the embedded engine's times.")
    return spent


def warm_up():
    for search in searches(seed=9, many=WARM_UP):
        serve(ADDRESSES[PAGE](*search))


def serve(address) -> float:
    """The milliseconds that the portal takes to answer, as a server of WSGI asks it, its whole answer read."""
    from portal.wsgi import application

    path, _, query = address.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    start = time.perf_counter()
    answer = application(environ, lambda _status, _headers: None)
    b"".join(answer)
    answer.close()
    spent = (time.perf_counter() - start) * 1000
    assert answer.status_code == 200, address
    return spent


def watched(engine) -> list:
    """The milliseconds in the engine of each question from now on."""
    spent = []
    for name in ("search", "suggest"):
        own = getattr(type(engine), name)

        def ask(self, *arguments, own=own):
            start = time.perf_counter()
            try:
                return own(self, *arguments)
            finally:
                spent.append((time.perf_counter() - start) * 1000)

        setattr(type(engine), name, ask)
    return spent


def measure_plain_http(addresses):
    """The same request bodies sent by plain HTTP, one after the other: what no portal can be quicker than."""
    from search.engines import elasticsearch

    sent, own = [], elasticsearch.post

    def post(index, body, **options):
        sent.append((index, body, options))
        return own(index, body, **options)

    wholes, plain, took = [], [], []
    for address in addresses:
        sent.clear()
        elasticsearch.post = post
        wholes.append(serve(address))
        elasticsearch.post = own
        here = there = 0.0
        for index, body, options in sent:
            names = index if isinstance(index, str) else ",".join(index)
            cached = f"?request_cache={str(options['request_cache']).lower()}" if "request_cache" in options else ""
            request = urllib.request.Request(
                f"{ELASTICSEARCH}/{names}/_search{cached}",
                json.dumps(body).encode(),
                {"Content-Type": "application/json"},
            )
            start = time.perf_counter()
            with urllib.request.urlopen(request) as answer:
                raw = answer.read()
            here += (time.perf_counter() - start) * 1000
            there += json.loads(raw)["took"]
        plain.append(here)
        took.append(there)
    overhead = statistics.median(whole - same for whole, same in zip(wholes, plain, strict=True))
    print("| search page | p50 ms |\n|---|--:|")
    for name, value in {
        "whole request": statistics.median(wholes),
        "the same bodies by plain HTTP": statistics.median(plain),
        "Elasticsearch's own `took`": statistics.median(took),
        "portal overhead": overhead,
    }.items():
        print(f"| {name} | {value:.1f} |")
    print(flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    elif sys.argv[1] == "quality":
        measure_quality(prepared())
    elif sys.argv[1] == "load":
        prepared()("import_entries", sys.argv[2], verbosity=0)
    elif sys.argv[1] == "generate":
        fill(sys.argv[2])
    elif sys.argv[1] == "page":
        print(median_page())
    else:
        measure_speed()
