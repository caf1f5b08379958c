from .glossary import Concept, GlossaryState, LearnedPair
from .outbox import OutboxRow, WorkerState
from .unanswered import UnansweredQuery

__all__ = ["Concept", "GlossaryState", "LearnedPair", "OutboxRow", "UnansweredQuery", "WorkerState"]
