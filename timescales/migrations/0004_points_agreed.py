"""Ship the clock of what is agreed on a placement to portals that were set up before it."""

from django.db import migrations

from timescales.shipped_rules import SHIPPED_RULES, SHIPPED_STEPS

CODE, ROOT = "P15", "placements.concern"


def ship(apps, schema_editor):
    rules = apps.get_model("timescales", "ClockRule").objects
    for rule in SHIPPED_RULES:
        if rule["code"] == CODE and not rules.filter(code=CODE).exists():
            rules.create(**rule)
    steps = apps.get_model("timescales", "EscalationStep").objects
    for root_type, stage, moment, wait, whom in SHIPPED_STEPS:
        if root_type == ROOT:
            steps.get_or_create(
                root_type=root_type, stage=stage, moment=moment, wait=wait, whom=whom
            )


class Migration(migrations.Migration):
    dependencies = [("timescales", "0003_room_on_the_page")]

    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
