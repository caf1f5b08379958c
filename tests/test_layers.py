"""search → practices → portal.languages: a forbidden import fails here."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "practices": {"practices", "portal.languages"},
    "search": {"search", "practices", "portal.languages"},
}


def imported_modules(path):
    """Every module that the file at ``path`` imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (
                f"{node.module}.{alias.name}" if node.module in {"portal", "practices", "search"} else node.module
                for alias in node.names
            )


def is_allowed(module, allowed):
    return any(module == name or module.startswith(name + ".") for name in allowed)


@pytest.mark.parametrize("app", ALLOWED)
def test_an_app_imports_only_what_lies_below_it(app):
    ours = ("portal", "practices", "search")
    forbidden = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sorted((ROOT / app).rglob("*.py"))
        for module in imported_modules(path)
        if module.split(".")[0] in ours and not is_allowed(module, ALLOWED[app])
    ]
    assert forbidden == []


def test_the_rule_notices_a_forbidden_import(tmp_path):
    path = tmp_path / "module.py"
    path.write_text("def late():\n    from portal import urls\n    from search.models import Outbox\n")
    assert [m for m in imported_modules(path) if not is_allowed(m, ALLOWED["practices"])] == [
        "portal.urls",
        "search.models",
    ]
