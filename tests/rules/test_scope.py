"""Views see rows only through the scope: never through a bare manager, nor a related one."""

import ast
import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Manager, Model

from tests.rules.test_signals_and_registries import ROOMS, ROOT

# What begins a chain of questions about rows that somebody may know of.
SCOPES = {"visible_to", "masked_for"}
# Rows that belong to nobody's scope: the same for whoever holds the verb.
THE_SAME_FOR_ALL = {"casework.Tool"}
# The clocks of a row that the view has found through the scope are asked for by that row.
ASKED_BY_THEIR_ROOT = {"timescales.Deadline"}
ASKS = {
    "aggregate",
    "all",
    "annotate",
    "count",
    "create",
    "delete",
    "exclude",
    "exists",
    "filter",
    "first",
    "get",
    "get_or_create",
    "in_bulk",
    "last",
    "latest",
    "order_by",
    "prefetch_related",
    "select_related",
    "update",
    "values",
    "values_list",
}


def view_files() -> list[Path]:
    found = []
    for room in ROOMS:
        found += [path for path in (ROOT / room).rglob("*.py") if is_view(path)]
    return sorted(found)


def is_view(path: Path) -> bool:
    return path.name == "views.py" or "views" in path.relative_to(ROOT).parts[:-1]


def is_scoped(model: type[Model]) -> bool:
    return hasattr(model._default_manager, "visible_to")


def related_names() -> set[str]:
    """Accessors that lead from some row to rows of a scoped model."""
    names = set()
    for model in apps.get_models():
        if not is_scoped(model):
            continue
        for field in model._meta.get_fields(include_hidden=False):
            remote = getattr(field, "remote_field", None)
            accessor = remote.get_accessor_name() if hasattr(remote, "get_accessor_name") else None
            if accessor and not accessor.endswith("+"):
                names.add(accessor)
    return names


def reaches_round(path: Path) -> list[str]:
    module = importlib.import_module(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    )
    related = related_names()
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        where = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
            inner = node.value
            if inner.attr in {"objects", "_default_manager"}:
                model = getattr(module, getattr(inner.value, "id", ""), None)
                label = model._meta.label if model is not None else ""
                known = label in THE_SAME_FOR_ALL | ASKED_BY_THEIR_ROOT
                if node.attr not in SCOPES and not known:
                    found.append(f"{where} {ast.unparse(node)}")
            elif inner.attr in related and node.attr in ASKS:
                found.append(f"{where} {ast.unparse(node)}")
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", "") in {"get_object_or_404", "get_list_or_404"}
            and node.args
        ):
            asked = getattr(module, getattr(node.args[0], "id", ""), None)
            if isinstance(asked, type | Manager):
                found.append(f"{where} {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("path", view_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_views_do_not_reach_round_the_scope(path):
    assert reaches_round(path) == []


def test_what_is_the_same_for_all_carries_no_scope():
    for label in THE_SAME_FOR_ALL:
        assert not is_scoped(apps.get_model(label)), label
