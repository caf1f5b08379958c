"""What several files of this folder start from."""

import json

import pytest

from practices import models
from practices.vocabularies import load_vocabularies
from tests import factories

from .editing_forms import live
from .entry_pages import blocks

LANGUAGES = ("en", "sq", "mk")  # of ``paper``
UUIDS = {0: "11111111-1111-4111-8111-111111111111", 1: "22222222-2222-4222-8222-222222222222"}  # of its paragraphs


@pytest.fixture
def practice(site_tree):
    """Public in English and Albanian, with a body and a step in both."""
    page = factories.practice(languages=("en", "sq"), heading_en="One", heading_sq="Një")
    page.steps = [models.Step(anchor="s1", text_en="<p>Step</p>", text_sq="<p>Hapi</p>", timing_sq="nesër")]
    page.body_en, page.body_sq = blocks(b1="<p>Body</p>"), blocks(b1="<p>Trupi</p>")
    page.save_revision().publish()
    return live(page)


def body(*texts):
    return blocks(**{UUIDS[i]: f'<p data-block-key="k{i}">{text}</p>' for i, text in enumerate(texts)})


@pytest.fixture
def paper(site_tree):
    """A live paper in three languages with two recommendations; its newest revision is its live one."""
    page = factories.paper(
        LANGUAGES,
        slug="exit",
        phases=["prison"],
        topics=["risk-management"],
        countries=["albania"],
        **{f"body_{code}": body(f"One {code}", f"Two {code}") for code in LANGUAGES},
        recommendations=[
            models.Recommendation(
                number=n,
                sort_order=n,
                **{f"text_{code}": f'<p data-block-key="r{n}">Rec {n} {code}</p>' for code in LANGUAGES},
            )
            for n in (1, 2)
        ],
    )
    page = live(page)
    page.save_revision().publish()
    return live(page)


@pytest.fixture
def vocabularies(site_tree):
    """Every term that the portal is delivered with."""
    load_vocabularies()


@pytest.fixture
def file_of(tmp_path):
    """Writes lines to a file; a string stands as it is."""

    def write(*lines):
        path = tmp_path / "entries.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        path.write_text("\n".join(texts), encoding="utf-8")
        return path

    return write
