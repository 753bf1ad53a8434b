"""Nothing about a person, a child or a placement changes unrecorded."""

from collections import defaultdict

import pgtrigger
from django.apps import apps
from django.db.models import Model

from tests.rules.test_signals_and_registries import ROOMS

# What is no fact, or is a log that only grows, and so has no history of its own.
WITHOUT_HISTORY = {
    "accounts.PasswordLink": "a mail to send; the link itself is not kept",
    "accounts.Refusal": "a log, append-only",
    "notices.Mail": "the way a notice took",
    "notices.Notice": "told once, then acknowledged",
    "placements.CohortRefusal": "a line of a file that could not be taken",
    "placements.CohortRow": "a line of a file: what it says, and what came of it",
    "partners.SchoolImportRefusal": "a line of a file that could not be read",
    "partners.SchoolImportRow": "a line of a file that waits for a yes",
    "records.OnceToken": "one rendered form; forgotten after days",
    "records.ReadEntry": "a log, append-only",
    "records.UnsentText": "what was typed and not sent",
    "timescales.DriftReport": "a log of the nightly check",
}


def own_models() -> list[type[Model]]:
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and not hasattr(model, "pgh_tracked_model")
    ]


def has_history(model: type[Model]) -> bool:
    return hasattr(model, "pgh_event_model")


def test_every_model_has_history_or_stands_on_the_list():
    without = {model._meta.label for model in own_models() if not has_history(model)}
    assert without == set(WITHOUT_HISTORY)


def test_history_is_written_by_triggers():
    """At every insert and what may follow; rows that are added and taken away never update."""
    kinds = defaultdict(set)
    for model, trigger in pgtrigger.registered():
        kinds[model].add(str(trigger.operation))
    unrecorded = [
        model._meta.label
        for model in own_models()
        if has_history(model)
        and not ("INSERT" in kinds[model] and kinds[model] & {"UPDATE", "DELETE"})
    ]
    assert unrecorded == []
