"""What a row is asked before it is saved, in as few questions as will do."""

import logging
from collections.abc import Collection, Sequence
from contextlib import nullcontext
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction
from django.db.models import BaseConstraint, BooleanField, CheckConstraint, Value
from django.db.models.functions import Coalesce
from django.db.models.sql import Query
from django.db.models.sql.constants import SINGLE

logger = logging.getLogger(__name__)


class Checked(models.Model):
    """A row that asks the database once about its check constraints, where Django asks once for
    each, in a savepoint of its own. The messages are those of the constraints that do not hold.

    Whether a row it points to is there is not asked where that row itself was given: it was read.
    """

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        given = {field.name for field in self._meta.concrete_fields if self._was_given(field)}
        super().clean_fields(exclude=given.union(exclude or ()))

    def _was_given(self, field: Any) -> bool:
        """Whether this is a foreign key set by a stored row that any reader may point to."""
        if not field.is_relation or not field.is_cached(self) or field.get_limit_choices_to():
            return False
        row = field.get_cached_value(self)
        return row is not None and not row._state.adding

    def get_constraints(self) -> list[tuple[type[models.Model], Sequence[Any]]]:
        return [(model, _together(found)) for model, found in super().get_constraints()]


def _together(constraints: Sequence[BaseConstraint]) -> Sequence[Any]:
    checks = [one for one in constraints if isinstance(one, CheckConstraint)]
    others = [one for one in constraints if not isinstance(one, CheckConstraint)]
    return [_Checks(checks), *others] if len(checks) > 1 else constraints


class _Checks:
    """Several check constraints that are validated as if they were one."""

    def __init__(self, checks: Sequence[CheckConstraint]) -> None:
        self.checks = checks

    def validate(
        self,
        model: type[models.Model],
        instance: Any,
        exclude: Collection[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raises ValidationError with the message of every constraint that does not hold."""
        query = Query(None)
        against = instance._get_field_expression_map(meta=model._meta, exclude=exclude)
        for name, value in against.items():
            given = value if hasattr(value, "resolve_expression") else Value(value)
            query.add_annotation(given, name, select=False)
        asked = []
        for number, check in enumerate(self.checks):
            holds = Coalesce(check.condition, True, output_field=BooleanField())
            try:
                query.add_annotation(holds, f"_holds_{number}")
            except FieldError:
                continue  # about a field that is left out: not asked now
            asked.append(check)
        broken = [
            check for check, holds in zip(asked, _ask(query, using), strict=False) if not holds
        ]
        if broken:
            raise ValidationError(
                [
                    ValidationError(one.get_violation_error_message(), one.violation_error_code)
                    for one in broken
                ]
            )


def _ask(query: Query, using: str) -> Sequence[bool]:
    """Whether each holds; nothing where the database cannot say: it asks again at the save."""
    if not query.annotation_select:
        return ()
    guarded = (
        transaction.atomic(using=using) if connections[using].in_atomic_block else nullcontext()
    )
    try:
        with guarded:
            return query.get_compiler(using=using).execute_sql(SINGLE)
    except DatabaseError as problem:
        logger.warning("checks could not be asked: %s", type(problem).__name__)
        return ()
