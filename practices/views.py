"""The views that pages and addresses name."""

from practices.entry_view import entry
from practices.listing import entry_list, term

__all__ = ["entry", "entry_list", "term"]
