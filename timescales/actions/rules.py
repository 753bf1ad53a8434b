"""A new edition of a rule: the one in force ends the day before. Nothing that runs is changed."""

from datetime import timedelta
from typing import Any

from accounts.actions import written_by
from accounts.models import Person
from timescales.models import ClockRule


class EditionRefused(Exception):
    """The edition cannot stand; the message says why, `field` names what to change."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def add_edition(*, rule: ClockRule, by: Person, **fields: Any) -> ClockRule:
    """End `rule` the day before `effective_from` and add its next edition.

    `fields` are those of the edition form; code, kind and what is counted from what stay. Deadlines
    that began under the old edition keep it: the start date decides. Raises EditionRefused. Row
    history records `by`.
    """
    with written_by(by):
        current = ClockRule.objects.select_for_update().get(pk=rule.pk)
        begins = fields["effective_from"]
        if current.effective_from is not None and begins <= current.effective_from:
            raise EditionRefused(
                "effective_from",
                f"The edition it follows is in force from {current.effective_from:%-d %B %Y}.",
            )
        if ClockRule.objects.filter(code=current.code, edition__iexact=fields["edition"]).exists():
            raise EditionRefused("edition", "This rule already has an edition of that name.")
        current.effective_to = begins - timedelta(days=1)
        current.save(update_fields=["effective_to"])
        kept = {
            name: getattr(current, name)
            for name in (
                "code", "kind", "title", "start_event", "stop_event", "scope", "later_from",
                "is_pausable", "limit_unit",
            )
        }  # fmt: skip
        return ClockRule.objects.create(**(kept | fields))
