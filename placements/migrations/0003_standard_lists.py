"""Ship the standard checklist, the year wheel, what a student asks of an educator, and rates."""

from django.db import migrations

from placements.shipped_lists import (
    EDUCATING_RULE,
    FEE_RATE,
    MILEAGE_RATE,
    STANDARD_LIST,
    UNVERIFIED,
    WHEEL,
)


def ship(apps, schema_editor):
    items = apps.get_model("placements", "ChecklistItem")
    for order, (_code, facts) in enumerate(STANDARD_LIST, start=1):
        items.objects.create(order=order * 10, source=UNVERIFIED, **facts)
    steps = apps.get_model("placements", "WheelStep")
    for weeks, title, what_to_do, owner in WHEEL:
        steps.objects.create(
            weeks=weeks, title=title, what_to_do=what_to_do, owner=owner, source=UNVERIFIED
        )
    apps.get_model("placements", "EducatingRule").objects.create(**EDUCATING_RULE)
    apps.get_model("placements", "FeeRate").objects.create(**FEE_RATE)
    apps.get_model("placements", "MileageRate").objects.create(**MILEAGE_RATE)


def withdraw(apps, schema_editor):
    apps.get_model("placements", "ChecklistItem").objects.filter(intake=None).delete()
    apps.get_model("placements", "WheelStep").objects.all().delete()
    apps.get_model("placements", "EducatingRule").objects.all().delete()
    apps.get_model("placements", "FeeRate").objects.all().delete()
    apps.get_model("placements", "MileageRate").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("placements", "0002_shipped_rules")]

    operations = [migrations.RunPython(ship, withdraw)]
