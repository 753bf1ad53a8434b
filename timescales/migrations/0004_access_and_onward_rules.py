"""Ship the clocks of emergency access and of onward referrals."""

from django.db import migrations

from timescales.shipped_rules import ACCESS_AND_ONWARD_RULES


def ship(apps, schema_editor):
    apps.get_model("timescales", "ClockRule").objects.bulk_create(
        [apps.get_model("timescales", "ClockRule")(**rule) for rule in ACCESS_AND_ONWARD_RULES]
    )


def unship(apps, schema_editor):
    codes = {rule["code"] for rule in ACCESS_AND_ONWARD_RULES}
    apps.get_model("timescales", "ClockRule").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("timescales", "0003_room_on_the_page")]

    operations = [migrations.RunPython(ship, unship)]
