"""What points at a row of a table, found by reading the models, so that no new table is forgotten.

Three ways to point: a foreign key; a column named `child_id` without one; and a pair such as
`root_type` and `root_id`, whose type names the table.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models
from pghistory.models import Event

from casework.child.models import Child

# Logs of what was seen and asked say what was so at the time; a merge is written down beside them.
LOGS = frozenset(
    {
        "records.ReadEntry",
        "casework.DuplicateCheck",
        "casework.ChildMerge",
        "casework.RecordMove",
    }
)
# Rows that give access: where the kept record has the same one already, nothing is lost with it.
# The same holds for the ties and homes of the child's own person in two families.
MAY_STAY = frozenset(
    {
        "casework.Involvement",
        "casework.DeclaredConflict",
        "casework.HouseholdMember",
        "casework.Tie",
    }
)
TYPE_OF = {"casework.Child": "casework.child", "casework.FamilyMember": "casework.family_member"}


@dataclass(frozen=True)
class Pointer:
    """One column that may hold the id of a row of `target`."""

    model: type[models.Model]
    field: models.Field
    type_field: str = ""
    type_value: str = ""

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    @property
    def noun(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def may_stay(self) -> bool:
        return self.model._meta.label in MAY_STAY

    def rows(self, target_id: object) -> "models.QuerySet[models.Model]":
        """Rows that point at this one."""
        where = {self.field.attname: target_id}
        if self.type_field:
            where[self.type_field] = self.type_value
        return self.model._base_manager.filter(**where)


def pointers_to(target: type[models.Model]) -> list[Pointer]:
    """Every column that may point at a row of `target`, logs and histories apart."""
    return sorted(_all(target), key=lambda pointer: pointer.label)


def own_models() -> Iterator[type[models.Model]]:
    """Every model with a table, those of many-to-many fields included, histories not."""
    for model in apps.get_models(include_auto_created=True):
        history = issubclass(model, Event) or hasattr(model, "pgh_tracked_model")
        if not history and not model._meta.proxy and model._meta.managed:
            yield model


def _all(target: type[models.Model]) -> Iterator[Pointer]:
    for model in own_models():
        if model._meta.label in LOGS:
            continue
        names = {field.name for field in model._meta.local_concrete_fields}
        for field in model._meta.local_concrete_fields:
            if field.remote_field is not None:
                if field.related_model is target:
                    yield Pointer(model, field)
            elif isinstance(field, models.UUIDField) and not field.primary_key:
                what, _, ending = field.name.rpartition("_")
                if ending == "id" and f"{what}_type" in names:
                    yield Pointer(model, field, f"{what}_type", TYPE_OF[target._meta.label])
                elif field.name == "child_id" and target is Child:
                    yield Pointer(model, field)
