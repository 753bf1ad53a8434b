"""Ship the clocks of checks, induction, registration and an intake's tasks."""

from django.db import migrations

from timescales.shipped_rules import INTAKE_RULES


def ship(apps, schema_editor):
    apps.get_model("timescales", "ClockRule").objects.bulk_create(
        [apps.get_model("timescales", "ClockRule")(**rule) for rule in INTAKE_RULES]
    )


def unship(apps, schema_editor):
    codes = {rule["code"] for rule in INTAKE_RULES}
    apps.get_model("timescales", "ClockRule").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("timescales", "0004_access_and_onward_rules")]

    operations = [migrations.RunPython(ship, unship)]
