"""How good search is: MRR@10 for each kind of query of a benchmark. tests/bench_search.py runs this for each engine.

The benchmark is in the folder BENCH_SEARCH (default ../shared/search-benchmark; "absent" where there is none).
"""

import json
import os
import statistics
import sys
from collections import defaultdict
from pathlib import Path

from tests.bench import ROOT

QUALITY = Path(os.environ.get("BENCH_SEARCH", ROOT.parent / "shared" / "search-benchmark"))
CROSS_LANGUAGE = "7"


def measure_quality(call):
    from practices.models import Entry
    from search.asking import configured

    if not Entry.objects.exists():
        call("import_entries", str(QUALITY / "entries.jsonl"), stdout=sys.stderr)
    call("search_rebuild", verbosity=0)
    queries = [json.loads(line) for line in (QUALITY / "queries.jsonl").read_text().splitlines()]
    ranks = defaultdict(list)
    for query in queries:
        ranks[query["kind"]].append(rank(query))
    means = {kind: statistics.mean(found) for kind, found in sorted(ranks.items())}
    print(f"Search quality, {configured().name}: {len(queries)} queries over {Entry.objects.count()} entries\n")
    print("| kind of query | queries | MRR@10 | recall@10 |\n|---|--:|--:|--:|")
    for kind, mean in means.items():
        print(f"| {kind} | {len(ranks[kind])} | {mean:.3f} | {statistics.mean(map(bool, ranks[kind])):.3f} |")
    macro = statistics.mean(mean for kind, mean in means.items() if not kind.startswith(CROSS_LANGUAGE))
    print(f"| **mean of the kinds but {CROSS_LANGUAGE}** | | **{macro:.3f}** | |\n", flush=True)
    measure_glossary(call, queries, macro)


def measure_glossary(call, queries, macro):
    """How far other names help a query in one language to an entry that is there in another only.

    Such an entry has no translation, so that pairs are learned from the other entries. They are forgotten again.
    """
    from search.glossary import forget
    from search.learning import replace_pairs

    crossing = [query for query in queries if query["kind"].startswith(CROSS_LANGUAGE)]
    others = [query for query in queries if query not in crossing]
    kinds = sorted({query["kind"] for query in crossing})
    print(f"| recall@10 | {' | '.join(kinds)} | MRR@10 of the others |\n|---|{'--:|' * (len(kinds) + 1)}")

    def row(name, mean, glossary=True):
        found = {kind: [bool(rank(each, glossary)) for each in crossing if each["kind"] == kind] for kind in kinds}
        recalls = " | ".join(f"{statistics.mean(each):.3f}" for each in found.values())
        print(f"| {name} | {recalls} | {mean} |", flush=True)

    def mean_of_others(glossary=True):
        ranks = defaultdict(list)
        for query in others:
            ranks[query["kind"]].append(rank(query, glossary))
        return f"{statistics.mean(map(statistics.mean, ranks.values())):.3f}"

    row("without other names", mean_of_others(glossary=False), glossary=False)
    row("with the glossary", f"{macro:.3f}")
    call("search_learn_glossary", verbosity=0)
    forget()
    row("and pairs learned", mean_of_others())
    replace_pairs([])
    print()


def rank(query, glossary=True) -> float:
    """1 / the place of the entry that is looked for among the first ten; 0 where it isn't there."""
    from django.utils import translation

    from search import results
    from search.forms import read_language
    from search.params import SearchParams

    language = read_language(query["lang"])
    with translation.override(language.code):
        found = results.find(SearchParams(q=query["query"], language=language.content, glossary=glossary))
    keys = [result.key for result in found.results]
    places = [keys.index(key) for key in query["relevant"] if key in keys]
    return 1 / (1 + min(places)) if places else 0.0
