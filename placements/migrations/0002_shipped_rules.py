"""The default every university starts from, until its own rule is entered."""

from datetime import date
from decimal import Decimal

from django.db import migrations

SOURCE = "Usual practice of universities; each university's handbook decides. Not verified."
# Start with one or two pieces of work; the agreement of each placement may set it lower or higher.
WORKLOAD_STEPS = [(1, "1"), (3, "2"), (6, "3"), (10, "4")]
PORTFOLIO = [
    "Front sheet with the recommendation",
    "Learning agreement",
    "Evidence index",
    "Direct observations",
    "Feedback from people we work with",
    "Critical reflections",
    "Interim report",
    "Final report",
    "Development plan",
    "Attendance",
    "Supervision records",
]


def ship(apps, schema_editor):
    rules = apps.get_model("placements", "UniversityRule")
    steps = apps.get_model("placements", "WorkloadStep")
    default = rules.objects.create(
        university=None,
        starts_on=date(2021, 9, 1),
        why="Shipped default",
        hours_per_day=Decimal("7"),
        study_counts=Decimal("1"),
        recall_counts=Decimal("0"),
        skills_counts=Decimal("0"),
        supervision_hours_per_five_days=Decimal("1.5"),
        portfolio_parts=PORTFOLIO,
        source=SOURCE,
    )
    for from_week, cases in WORKLOAD_STEPS:
        steps.objects.create(rule=default, from_week=from_week, cases=Decimal(cases))


def withdraw(apps, schema_editor):
    apps.get_model("placements", "UniversityRule").objects.filter(university=None).delete()


class Migration(migrations.Migration):
    dependencies = [("placements", "0001_initial")]

    operations = [migrations.RunPython(ship, withdraw)]
