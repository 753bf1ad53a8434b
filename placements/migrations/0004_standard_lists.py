"""Ship the standard checklist, the year wheel and what a student asks of an educator; and give the
checks that were kept as codes their place on the list.
"""

from django.db import migrations

from placements.standard import EDUCATING_RULE, STANDARD_LIST, UNVERIFIED, WHEEL


def ship(apps, schema_editor):
    items = apps.get_model("placements", "ChecklistItem")
    by_code = {}
    for order, (code, facts) in enumerate(STANDARD_LIST, start=1):
        item = items.objects.create(order=order * 10, source=UNVERIFIED, **facts)
        by_code[code] = item
    steps = apps.get_model("placements", "WheelStep")
    for weeks, title, what_to_do, owner in WHEEL:
        steps.objects.create(
            weeks=weeks, title=title, what_to_do=what_to_do, owner=owner, source=UNVERIFIED
        )
    apps.get_model("placements", "EducatingRule").objects.create(**EDUCATING_RULE)
    _move_checks(apps, by_code)


def _move_checks(apps, by_code):
    checks = apps.get_model("placements", "PlacementCheck")
    verifications = apps.get_model("placements", "Verification")
    for old in apps.get_model("placements", "CriticalCheck").objects.all():
        check = checks.objects.create(placement_id=old.placement_id, item=by_code[old.kind])
        if old.verified_on is not None:
            verifications.objects.create(
                of_check=check,
                verified_on=old.verified_on,
                by_id=old.verified_by_id,
                expires_on=old.expires_on,
            )


def withdraw(apps, schema_editor):
    apps.get_model("placements", "ChecklistItem").objects.filter(intake=None).delete()
    apps.get_model("placements", "WheelStep").objects.all().delete()
    apps.get_model("placements", "EducatingRule").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("placements", "0003_intake")]

    operations = [migrations.RunPython(ship, withdraw)]
