"""Ship the clocks of a placement's steps, from the informal meeting to the panel."""

from django.db import migrations

from timescales.shipped_rules import PLACEMENT_RULES


def ship(apps, schema_editor):
    apps.get_model("timescales", "ClockRule").objects.bulk_create(
        [apps.get_model("timescales", "ClockRule")(**rule) for rule in PLACEMENT_RULES]
    )


def unship(apps, schema_editor):
    codes = {rule["code"] for rule in PLACEMENT_RULES}
    apps.get_model("timescales", "ClockRule").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("timescales", "0005_intake_rules")]

    operations = [migrations.RunPython(ship, unship)]
