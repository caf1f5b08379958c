"""Any input is answered, by both engines and at every door: nothing that can be typed ends in a 500."""

import itertools
import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.params import FACETS, MODES, SORTS, SearchParams
from search.queries import understand
from tests.search.conftest import make_document, put

ODD = [
    *("", " ", "\t\n", "\x00", "a\x00b", "\ud800", "\udfff x", "\ufffe", "\uffff", "\u200b", "\u202eprova", "\ufeff"),
    *('"', '"x', 'x"', "'", "''", "\\", "\\\\", "`", "``", "´", "„prova“", "«затвор»", "(", ")", "((", "))", "()"),
    *("[", "]", "{", "}", "{}", "[]", "*", "**", "*a", "a*", "?", "??", "a?", "~", "a~", "a~2", "^", "a^9", "-", "--"),
    *("-a", "+a", "+", "!", "!a", "&", "&&", "a && b", "|", "||", "a || b", "/", "//", "/a/", "/.*/", ":", "a:b", "::"),
    *("AND", "OR", "NOT", "NEAR", "NEAR(a b)", "a AND", "NOT a", "OR OR", "a NEAR/3 b", "title:x", "_exists_:x"),
    *("title_fold : x", "{title_fold} : x", "rank", "rowid", "bm25(", "^a", "a + b", "TO", "[a TO b]", ">=1", "<1"),
    *("; DROP TABLE x", "' OR 1=1 --", "1; SELECT", "%", "%%", "%s", "%(q)s", "%00", "_", "__", "$", "${x}", "{{ x }}"),
    *("{% x %}", "<script>alert(1)</script>", "<mark>", "</mark>", "&lt;", "&#0;", "&amp;amp;", "javascript:x", "<!--"),
    *(
        "😀",
        "👨‍👩‍👧",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "é",
        "e\u0301",
        "e" + "\u0301" * 50,
        "Å",
        "ﬁ",
        "ǆ",
        "ǅ",
        "ĳ",
        "İ",
        "ı",
        "ſ",
        "ẞ",
        "ß",
        "Ω",
        "中文",
    ),
    *(
        "日本語",
        "한국어",
        "العربية",
        "עברית",
        "हिन्दी",
        "ไทย",
        "Ђорђе",
        "ѓ",
        "ќ",
        "ѕ",
        "њ",
        "џ",
        "ъ",
        "ь",
        "ё",
        "ѝ",
        "Čć",
        "Šš",
    ),
    *("0", "-1", "1e9", "NaN", "null", "None", "true", "9" * 400, "a" * 400, "ж" * 400, "a " * 200, "- " * 200),
    *(
        "e0",
        "s0prov",
        "m0",
        "h0zatvor",
        "a" * 59 + "й",
        "x\u00ad y",
        "a\u00a0b",
        "a\u2028b",
        "a\rb",
        "\x1b[31m",
        "\x7f",
    ),
]
WORDS = ["probation", "прова", "zatvor", "prova", "затворот"]
STRINGS = list(
    dict.fromkeys(
        [
            *ODD,
            *(f"{odd}{word}" for odd, word in itertools.product(ODD, WORDS)),
            *(f"{word} {odd}" for odd, word in itertools.product(ODD, WORDS)),
            *(f"{first}{second}" for first, second in zip(ODD, reversed(ODD), strict=True)),
            *(f"{first} {second}" for first, second in zip(ODD, ODD[7:] + ODD[:7], strict=True)),
        ]
    )
)
NO_STEP = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


@pytest.fixture
def asked(engine):
    """An engine with a few documents, asked in every way."""
    put(
        engine,
        make_document(1, {"en": "Probation"}, {"en": "A probation officer and a plan"}),
        make_document(2, {"sr": "Затвор"}, {"sr": "Припрема за излазак"}),
        make_document(3, {"sq": "Prova"}, {"sq": "Shërbimi i provës"}),
        make_document(4, {"en": "On probation"}),
        make_document(4, {"en": "Employ probation officers"}, anchor="r1"),
    )

    def ask(text, mode, **params):
        query = understand(text)
        answer = engine.search(query, SearchParams(q=text, mode=mode, **params))
        assert answer.total >= len(answer.hits) or answer.hits == []
        json.dumps(answer.facets)
        engine.suggest(text, "en", 4)
        for word in query.words:
            engine.spell(word.folded[0])

    return ask


def test_there_are_enough_odd_strings():
    assert len(STRINGS) >= 2000


def test_every_odd_string_is_answered(asked):
    """In one mode or the other, which differ by their index only."""
    for text, mode in zip(STRINGS, itertools.cycle(MODES)):
        asked(text, mode)


@settings(max_examples=60, **NO_STEP)
@given(text=st.text(st.characters(), max_size=200), mode=st.sampled_from(MODES))
def test_any_text_is_answered(asked, text, mode):
    asked(text, mode)


@settings(max_examples=40, **NO_STEP)
@given(
    chosen=st.dictionaries(st.sampled_from(FACETS), st.lists(st.text(max_size=30), max_size=3).map(tuple)),
    mode=st.sampled_from(MODES),
)
def test_any_value_of_a_facet_is_answered(asked, chosen, mode):
    asked("probation", mode, chosen=chosen)
    asked("", mode, chosen=chosen, sort=SORTS[1])


@pytest.mark.django_db
@pytest.mark.usefixtures("visits")
@pytest.mark.parametrize("door", ["/en/search/", "/api/v1/search/", "/api/v1/suggest/"])
def test_every_odd_string_is_answered_at_the_door(door):
    client = Client(raise_request_exception=False)
    # Halves of a pair can't stand in an address
    texts = [text for text in STRINGS if not any("\ud800" <= letter <= "\udfff" for letter in text)]
    statuses = {client.get(door, {"q": text}).status_code for text in texts[::4]}
    assert statuses <= {200, 400}


@pytest.mark.django_db
@pytest.mark.usefixtures("visits")
@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=%ED%A0%80",
        "q=%FF%FE",
        "q=%C0%80",
        "q=" + "%D0%B6" * 1000,
        "page=1000000000",
        "page=-1",
        "page=" + "9" * 500,
        "page=١",
        "page_size=1000000",
        "sort=%00&mode=%00",
        "phase=%00&phase=nonsense",
        "year=99999999999999999999",
        "lang=%00",
        "lang=xx",
        "&".join(f"topic=t{number}" for number in range(300)),
        "q[]=x&q[$ne]=1",
        "unknown=1",
    ],
)
@pytest.mark.parametrize("door", ["/mk/search/", "/api/v1/search/", "/api/v1/suggest/"])
def test_hostile_addresses_are_answered(door, query):
    response = Client(raise_request_exception=False).get(f"{door}?{query}")
    assert response.status_code in {200, 400, 414}
    if response.status_code != 200 and "api" in door:
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == response.status_code
