"""`{% load plans %}`: what stands in a plan, said the same on every page of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from casework.decision import presenters as decision_words
from casework.decision.models import Decision
from casework.plan import presenters
from casework.plan.models import Agreement, Sharing
from casework.plan.preview import Moved, Stands
from casework.plan.reads import ActionRow
from govuk import drawn
from govuk.templatetags.govuk import data_table

register = template.Library()
_ANSWERS = {"yes": ("Agrees", "green"), "no": ("Does not agree", "red")}


@register.simple_tag
def item_tag(status: str) -> SafeString:
    """What became of a need or an outcome."""
    said = presenters.status_tag(status)
    return drawn.tag(said.text, said.kind)


@register.simple_tag
def action_tag(row: ActionRow, on: date, ended_on: date | None = None) -> SafeString:
    """Where an action stands: as the list of actions says, or by its own date; in a plan that has
    ended nothing is due any more."""
    if row.decision is not None and row.decision.status in (
        Decision.Status.CONFIRMED,
        Decision.Status.DONE,
    ):
        said: Any = decision_words.tag(row.decision, on)
    elif row.status == "open" and ended_on is not None:
        said = presenters.Tag("Open when the plan ended", "grey")
    elif row.status == "open":
        said = decision_words.due_tag((row.due_on - on).days)
    else:
        said = presenters.status_tag(row.status)
    return drawn.tag(said.text, said.kind)


@register.simple_tag
def agreement_tag(row: Agreement) -> SafeString:
    return drawn.tag(*_ANSWERS.get(row.answer, ("Could not be asked", "amber")))


@register.inclusion_tag("components/table.html")
def plan_table(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """A child's plans, newest first."""
    head = ["Plan", "From", "To", "What is known of it"]
    body = []
    for row in rows:
        plan = row["plan"]
        known = [row["repeat"], row["categories"].capitalize(), plan.get_end_reason_display()]
        body.append(
            [
                _cell(plan.get_kind_display(), reverse("casework:plan-detail", args=[plan.pk])),
                _cell(f"{plan.starts_on:%-d %B %Y}"),
                _cell(f"{plan.ends_on:%-d %B %Y}" if plan.ends_on else "open"),
                _cell(" ".join(f"{one.rstrip('.')}." for one in known if one)),
            ]
        )
    return _table(head, body, "All plans of this child")


@register.inclusion_tag("components/table.html")
def moved_table(rows: Iterable[Moved]) -> dict[str, Any]:
    """Which deadlines move."""
    body = [
        [
            _cell(row.title, hint=f"from {row.since:%-d %B %Y}"),
            _cell(_stands(row.before)),
            _cell(_stands(row.after), tag="Becomes late" if row.becomes_late else ""),
        ]
        for row in rows
    ]
    return _table(["Clock", "As it is", "As it would be"], body, "Deadlines that move")


@register.inclusion_tag("components/table.html")
def sharing_table(rows: Iterable[Sharing]) -> dict[str, Any]:
    """Who was given it."""
    body = [
        [
            _cell(row.name, hint=row.get_who_display()),
            _cell(f"{row.shared_on:%-d %B %Y}"),
            _cell(row.get_how_display(), hint="with the easy-read page" if row.easy_read else ""),
            _cell(row.language, hint=f"Interpreter: {row.get_interpreter_display().lower()}"),
        ]
        for row in rows
    ]
    return _table(["Who", "When", "How", "Language"], body, "Who was given it")


def _stands(state: Stands | None) -> str:
    return f"Due {state.due_on:%-d %B %Y}, {state.words}" if state else "No clock"


def _cell(text: str, href: str = "", *, hint: str = "", tag: str = "") -> dict[str, Any]:
    return {"text": text, "href": href, "hint": hint, "tag": tag, "kind": "red"}


def _table(head: list[str], body: list[list[dict[str, Any]]], caption: str) -> dict[str, Any]:
    return data_table(head, body, caption, hide_caption=True)
