"""A concern is looked at again after it was raised; a day that is not after it says nothing."""

from django.conf import settings
from django.db import migrations, models


def forget(apps, schema_editor):
    apps.get_model("placements", "Concern").objects.filter(
        review_on__lte=models.F("raised_on")
    ).update(review_on=None)


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0004_rules_wait"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("review_on", None), ("review_on__gt", models.F("raised_on")), _connector="OR"
                ),
                name="placements_concern_review_after_raised",
                violation_error_code="review_on",
                violation_error_message="Choose a day after the one you talked.",
            ),
        ),
    ]
