"""A reader gets an answer in time, from whichever engine gives one."""

import threading

import pytest

from search import asking
from search.asking import Breaker, ask
from search.budget import remaining, within
from search.engines import EngineUnavailable


class Engine:
    """Answers its name, or fails as it is told to; counts how often it was asked."""

    def __init__(self, name, error=None):
        self.name, self.error, self.asked, self.left = name, error, 0, None

    def answer(self):
        self.asked += 1
        self.left = remaining(60)
        if self.error:
            raise self.error
        return f"from {self.name}"


@pytest.fixture
def engines(settings, monkeypatch):
    """(Elasticsearch, embedded), both stand-ins, with a breaker of their own."""
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    pair = Engine("elasticsearch"), Engine("embedded")
    monkeypatch.setattr(asking, "configured", lambda: pair[0])
    monkeypatch.setattr(asking, "embedded", lambda: pair[1])
    monkeypatch.setattr(asking, "breaker", Breaker())
    return pair


def question(engine):
    return engine.answer()


def test_the_configured_engine_answers(engines):
    assert ask(question) == ("from elasticsearch", "elasticsearch", False)
    assert engines[1].asked == 0


def test_the_embedded_engine_answers_where_the_other_does_not_and_that_is_told(engines):
    engines[0].error = EngineUnavailable("down")
    assert ask(question) == ("from embedded", "embedded", True)


def test_without_an_address_the_embedded_engine_is_the_configured_one(engines, settings):
    settings.ELASTICSEARCH_URL = ""
    assert ask(question) == ("from embedded", "embedded", False)
    assert engines[0].asked == 0


def test_all_requests_of_a_question_share_one_budget(engines):
    ask(question)
    assert 0 < engines[0].left <= asking.BUDGET_SECONDS


def test_a_budget_inside_another_never_gets_more_than_is_left():
    with within(1):
        with within(60):
            assert remaining(60) <= 1
        assert remaining(0.5) <= 0.5
    with within(0):
        assert remaining(60) == 0
    assert remaining(60) == 60


def test_an_engine_that_keeps_failing_is_left_alone(engines):
    engines[0].error = EngineUnavailable("down")
    for _ in range(asking.FAILURES + 5):
        assert ask(question)[1] == "embedded"
    assert engines[0].asked == asking.FAILURES


def test_it_is_tried_again_soon_and_answers_for_good_when_it_is_back(engines, monkeypatch):
    engines[0].error = EngineUnavailable("down")
    for _ in range(asking.FAILURES):
        ask(question)
    engines[0].error = None
    assert ask(question)[2]
    later = asking.monotonic() + asking.RETRY_SECONDS + 1
    assert asking.RETRY_SECONDS <= 30
    monkeypatch.setattr(asking, "monotonic", lambda: later)
    assert [ask(question)[2] for _ in range(3)] == [False, False, False]


def test_a_question_that_has_less_time_keeps_nobody_else_from_asking(engines):
    engines[0].error, own = EngineUnavailable("too slow for it"), Breaker()
    for _ in range(asking.FAILURES + 1):
        assert ask(question, own)[1] == "embedded"
    engines[0].error = None
    assert ask(question)[1] == "elasticsearch"


def test_one_question_at_a_time_tries_an_engine_that_failed(monkeypatch):
    breaker, moment = Breaker(), 100.0
    monkeypatch.setattr(asking, "monotonic", lambda: moment)
    for _ in range(asking.FAILURES):
        breaker.failed()
    moment += asking.RETRY_SECONDS + 1
    assert [breaker.lets_through() for _ in range(5)] == [True, False, False, False, False]


def test_a_success_between_failures_closes_nothing(engines):
    for error in (EngineUnavailable("slow"), None) * asking.FAILURES:
        engines[0].error = error
        ask(question)
    assert engines[0].asked == 2 * asking.FAILURES


def test_questions_of_several_threads_are_answered_side_by_side(engines):
    """A breaker that holds its lock while it asks would let them wait for each other."""
    both_are_in = threading.Barrier(2, timeout=10)
    engines[0].answer = both_are_in.wait
    found = []
    threads = [threading.Thread(target=lambda: found.append(ask(question)[1])) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["elasticsearch"] * 2


def test_a_mistake_of_ours_is_not_hidden_by_the_other_engine(engines):
    engines[0].error = KeyError("ours")
    with pytest.raises(KeyError):
        ask(question)


def test_it_is_told_when_no_engine_answers(engines):
    engines[0].error = engines[1].error = EngineUnavailable("down")
    with pytest.raises(EngineUnavailable):
        ask(question)
