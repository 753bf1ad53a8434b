"""Nothing happens behind an action's back, and a lower floor is asked upwards in five ways only."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "accounts",
    "casework",
    "govuk",
    "notices",
    "oversight",
    "partners",
    "placements",
    "pop_portal",
    "records",
    "schools",
    "supervision",
    "timescales",
)
# Signals of Celery and of a process starting are not about rows.
HARMLESS = ("celery.signals", "setup_logging", "connection_created")
# registering function -> what it tells the room below. Five registries, some with two doors.
REGISTRIES = {
    "timescales.registry.register": "a subject's clocks",
    "timescales.registry.register_root": "who may still see the root of a clock",
    "casework.closure.registry.register_obstacle": "what stands in the way of closing",
    "casework.file.registry.register_tab": "a tab of the child's page",
    "casework.file.registry.register_panel": "a panel of the child's overview",
    "casework.consent.registry.register_listener": "what hears of a withdrawn consent",
    "casework.consent.registry.register_enquiries": "when a section 47 enquiry runs",
    "placements.registry.register_page": "a page of a placement",
}
# Where they are called: in `AppConfig.ready`, or in what it calls in a room with many wings.
FILLED_IN = {
    "casework/registrations.py",
    "casework/file/tabs.py",
    "placements/registrations.py",
}


def own_modules():
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def imports_of(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_no_model_signals(room):
    found = []
    for path in own_modules():
        if path.relative_to(ROOT).parts[0] != room:
            continue
        for name in imports_of(ast.parse(path.read_text())):
            if "signals" in name.split(".") or name == "django.dispatch.receiver":
                found.append((str(path.relative_to(ROOT)), name))
    assert [hit for hit in found if not hit[1].startswith(HARMLESS)] == []


def test_registries_are_filled_only_when_the_portal_starts():
    strays = []
    for path in own_modules():
        home = str(path.relative_to(ROOT))
        if path.name == "apps.py" or home in FILLED_IN:
            continue
        tree = ast.parse(path.read_text())
        names = {name.rsplit(".", 1)[-1]: name for name in imports_of(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                full = names.get(called) or f"{names.get(called.split('.')[0])}.{called[9:]}"
                if full in REGISTRIES:
                    strays.append(f"{home}:{node.lineno} {called}")
    assert strays == []


def test_no_way_up_but_these():
    """Whatever a module called `registry` takes is on the list; a new one is a decision first."""
    found = {
        ".".join((*path.relative_to(ROOT).with_suffix("").parts, node.name))
        for path in own_modules()
        if path.stem == "registry"
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("register")
    }
    assert found == set(REGISTRIES)
