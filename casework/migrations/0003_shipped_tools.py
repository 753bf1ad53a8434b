"""The library of tools as shipped."""

from django.db import migrations

from casework.direct_work.shipped_tools import TOOLS


def ship(apps, schema_editor):
    Tool = apps.get_model("casework", "Tool")
    Tool.objects.bulk_create(Tool(**facts) for facts in TOOLS)


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_search_functions")]

    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
