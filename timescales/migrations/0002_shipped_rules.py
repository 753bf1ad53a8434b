"""Ship the clock rules and the steps of reminding and climbing."""

from django.db import migrations

from timescales.shipped_rules import SHIPPED_RULES, SHIPPED_STEPS


def ship(apps, schema_editor):
    apps.get_model("timescales", "ClockRule").objects.bulk_create(
        [apps.get_model("timescales", "ClockRule")(**rule) for rule in SHIPPED_RULES]
    )
    step = apps.get_model("timescales", "EscalationStep")
    step.objects.bulk_create(
        [
            step(root_type=root_type, stage=stage, moment=moment, wait=wait, whom=whom)
            for root_type, stage, moment, wait, whom in SHIPPED_STEPS
        ]
    )


def unship(apps, schema_editor):
    apps.get_model("timescales", "EscalationStep").objects.all().delete()
    apps.get_model("timescales", "ClockRule").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("timescales", "0001_initial")]

    operations = [migrations.RunPython(ship, unship)]
