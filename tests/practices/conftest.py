"""What several files of this folder start from."""

import pytest

from practices import models
from tests import factories

from .editing_forms import live
from .publishing import block


@pytest.fixture
def practice(site_tree):
    """Public in English and Albanian, with a body and a step in both."""
    page = factories.practice(languages=("en", "sq"), heading_en="One", heading_sq="Një")
    page.steps = [models.Step(anchor="s1", text_en="<p>Step</p>", text_sq="<p>Hapi</p>", timing_sq="nesër")]
    page.body_en, page.body_sq = block("<p>Body</p>"), block("<p>Trupi</p>")
    page.save_revision().publish()
    return live(page)
