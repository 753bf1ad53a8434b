"""Makes a loaded demo 10 or 100 times as large, by copying its rows in set-based SQL.

Each copy is a whole service of its own: its people, teams and children refer to each other
and to nobody of the original. A copied UUID is `md5(original || number)`, so every reference is
recomputed where it stands; a copied serial number is the original plus a large step.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import connection, models

from casework.child.models import Child
from casework.chronology.models import ChronologyEntry

COPIED_ROOMS = (
    "accounts",
    "records",
    "timescales",
    "casework",
    "placements",
    "schools",
    "supervision",
)
# Reference data that the copies share.
SHARED_MODELS = {
    "casework.Tool",
    "placements.EducatingRule",
    "placements.FeeRate",
    "placements.MileageRate",
    "placements.RuleConfirmation",
    "placements.RuleDate",
    "placements.UniversityRule",
    "placements.WheelStep",
    "placements.WorkloadStep",
    "timescales.ClockRule",
    "timescales.EscalationStep",
    "timescales.ExtraHoliday",
}
SERIAL_STEP = 1_000_000_000
# Columns whose value must stay unique and has a shape: what a copy carries instead.
SHAPED = {
    ("casework_child", "la_child_id"): "t.la_child_id || 'C' || k",
    ("casework_child", "upn"): "''",
    ("accounts_person", "email"): "k || '.' || t.email",
    ("casework_context", "name"): "t.name || ' ' || k",
    ("placements_checklistitem", "title"): "t.title || ' ' || k",
}


# What a placement needs: people and the placement itself. Children stay as many as they are.
PLACEMENT_ROOMS = ("accounts", "placements")


def multiply(copies: range, rooms: tuple[str, ...] = COPIED_ROOMS) -> int:
    """Add the copies numbered `copies` of what the rooms hold; returns how many rows were written.
    What a copied row refers to in another room is the original. Runs as the owner."""
    ours = _copied_models(rooms)
    copied = {model._meta.label for model in ours}
    written = 0
    with connection.cursor() as cursor:
        # Foreign keys and history triggers are checked on the original rows already.
        cursor.execute("SET session_replication_role = replica")
        for model in ours:
            columns = _columns(model, copied)
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
                f"SELECT {', '.join(columns.values())} FROM {model._meta.db_table} t, "
                "generate_series(%s, %s, %s) k",
                [copies.start, copies.stop - 1, copies.step],
            )
            written += cursor.rowcount
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")
    return written


def lengthen(child: Child, entries: int) -> int:
    """Repeat what a child's chronology says until it has so many entries; how many were added."""
    held = ChronologyEntry.objects.filter(child=child).count()
    columns = _columns(ChronologyEntry, {ChronologyEntry._meta.label})
    columns = {name: told if name == '"id"' else f"t.{name}" for name, told in columns.items()}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO {ChronologyEntry._meta.db_table} ({', '.join(columns)}) "
            f"SELECT {', '.join(columns.values())} FROM {ChronologyEntry._meta.db_table} t, "
            "generate_series(1000001, 1000000 + %s) k WHERE t.child_id = %s LIMIT %s",
            [entries // held + 1, child.pk, max(entries - held, 0)],
        )
        added = cursor.rowcount
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")
    return added


def _copied_models(rooms: tuple[str, ...]) -> list[type[models.Model]]:
    return [
        model
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        if model._meta.managed
        and model._meta.label not in SHARED_MODELS
        and not hasattr(model, "pgh_tracked_model")
    ]


def _columns(model: type[models.Model], copied: Iterable[str]) -> dict[str, str]:
    """Each column to write and the expression that gives it."""
    table = model._meta.db_table
    unique = _in_unique_constraints(model)
    return {
        f'"{field.column}"': SHAPED.get((table, field.column)) or _expression(field, copied, unique)
        for field in model._meta.local_concrete_fields
        if not isinstance(field, models.GeneratedField)
    }


def _expression(field: models.Field, copied: Iterable[str], unique: set[str]) -> str:
    column = f't."{field.column}"'
    target = field
    while isinstance(target, models.ForeignKey):
        if target.related_model._meta.label not in copied:
            return column
        target = target.target_field
    if isinstance(target, models.UUIDField):
        return f"md5({column}::text || k)::uuid"
    if isinstance(target, models.AutoField):
        return f"{column} + k::bigint * {SERIAL_STEP}"
    if field.name in unique and isinstance(field, models.CharField | models.TextField):
        return f"{column} || ' ' || k"
    return column


def _in_unique_constraints(model: type[models.Model]) -> set[str]:
    """Fields unique by themselves; beside a copied reference a text may stay as it is."""
    return {field.name for field in model._meta.local_concrete_fields if field.unique}
