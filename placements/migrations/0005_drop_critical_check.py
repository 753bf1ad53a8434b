"""The checks that were codes have moved to the list; their old table goes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("placements", "0004_standard_lists")]

    operations = [
        migrations.DeleteModel(name="CriticalCheckEvent"),
        migrations.DeleteModel(name="CriticalCheck"),
    ]
