"""Promises about an episode that PostgreSQL keeps for the tables of every wing."""

from collections.abc import Iterable

import pgtrigger
from django.db import models


class NothingAfterClosure(pgtrigger.Trigger):
    """Refuses a row whose day lies after its episode's last one.

    `days` are date fields of the row; its `episode` is a foreign key. Asked when the transaction
    ends, or as soon as constraints are set immediate.
    """

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update
    timing = pgtrigger.Deferred
    declare = [("last_day", "DATE")]

    def __init__(self, *, days: Iterable[str], **kwargs) -> None:
        self.days = tuple(days)
        super().__init__(name="nothing_after_closure", **kwargs)

    # pgtrigger annotates an instance here, and hands over the class.
    def get_func(self, model: type[models.Model]) -> str:  # type: ignore[override]
        columns = [model._meta.get_field(day).column for day in self.days]
        late = " OR ".join(f'NEW."{column}" > last_day' for column in columns)
        return f"""
            SELECT closed_on INTO last_day FROM casework_episode WHERE id = NEW.episode_id;
            IF last_day IS NOT NULL AND ({late}) THEN
                RAISE EXCEPTION 'The episode closed on %: nothing happens on it afterwards',
                    last_day
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'nothing_after_closure';
            END IF;
            RETURN NULL;
        """


def nothing_after_closure(*days: str) -> NothingAfterClosure:
    """For `Meta.triggers` of a row of an episode: none of `days` is after the episode closed."""
    return NothingAfterClosure(days=days)
