"""Whether search is well: for an operator, and for the probes of a load balancer or container platform."""

from dataclasses import asdict, dataclass, field
from datetime import timedelta

from django.db import connection
from django.db.models import Min
from django.db.utils import Error as DatabaseError
from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices.models import Entry
from search import asking, outbox
from search.engines import Engine, EngineUnavailable
from search.indexing import CLOCK, trouble
from search.models import WorkerState

LONGEST_LAG = timedelta(minutes=1)
LONGEST_SILENCE = timedelta(minutes=5)  # of the worker, which looks at the clock every minute


@dataclass
class State:
    """Of one index. ``drift``: how many entries it has too many, or too few (negative), beside what waits."""

    engine: str
    counts: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    oldest_waiting: str | None = None
    drift: int = 0
    facts: dict = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


def state_of(engine: Engine) -> State:
    """``reasons`` say what is wrong; empty where nothing is."""
    state = State(engine.name)
    try:
        state.facts = engine.health()
        if not state.facts["ok"]:
            state.reasons.append(state.facts["reason"])
        if reason := trouble(engine):
            state.reasons.append(reason)
            return state
        rows = outbox.rows_from(engine.watermark())
        if oldest := rows.aggregate(oldest=Min("written_at"))["oldest"]:
            state.waiting = rows.values("entry").distinct().count()
            state.oldest_waiting = oldest.isoformat(timespec="seconds")
            if oldest < timezone.now() - LONGEST_LAG:
                state.reasons.append(f"it lags: a change of {state.oldest_waiting} waits")
        state.counts = engine.counts()
    except EngineUnavailable as error:
        if state.facts["ok"]:  # else the reason is known
            state.reasons.append(f"it does not answer: {error}")
        return state
    if not rows.exists():
        state.drift = state.counts.get("entries", 0) - Entry.objects.public().count()
        if state.drift:
            state.reasons.append("its number of entries is not the database's: search_check tells which")
    return state


def worker_trouble() -> str:
    ticked_at = WorkerState.objects.filter(name=CLOCK).values_list("ticked_at", flat=True).first()
    if ticked_at and ticked_at > timezone.now() - LONGEST_SILENCE:
        return ""
    return "the worker (manage.py worker) does not run"


def report() -> dict:
    """{"ok", "engines": [state of each], "reasons": what else is wrong}."""
    states = [state_of(engine) for engine in asking.engines()]
    reasons = [reason] if (reason := worker_trouble()) else []
    return {
        "ok": not reasons and not any(state.reasons for state in states),
        "engines": [asdict(state) for state in states],
        "reasons": reasons,
    }


@never_cache
@require_safe
def live(request):
    """The process answers; nothing else is asked, so that a fault elsewhere restarts no portal."""
    return JsonResponse({"ok": True})


@never_cache
@require_safe
def ready(request):
    """Whether a reader can be sent here: the database answers, and an engine that can search. 503 where not."""
    reasons, notes = [], []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        reasons.append("the database does not answer")
    else:
        found = {engine.name: unanswering(engine) for engine in asking.engines()}
        notes = [f"{name}: {reason}" for name, reason in found.items() if reason]
        if all(found.values()):
            reasons, notes = notes, []
    return JsonResponse({"ok": not reasons, "reasons": reasons, "notes": notes}, status=503 if reasons else 200)


def unanswering(engine: Engine) -> str:
    """Why ``engine`` can't answer a reader, in words that give nothing away: no address, no exception."""

    def look():
        """Raises EngineUnavailable, which the breaker counts. An index that is red still tells its watermark."""
        if not engine.watermark():
            return "it is not built"
        engine.counts()
        return ""

    try:
        return look() if engine.name == "embedded" else asking.guarded(look, asking.BUDGET_SECONDS, asking.breaker)
    except EngineUnavailable:
        return "it does not answer"
