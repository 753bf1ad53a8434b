"""Leave room on each page of deadlines: marking what was told then touches no index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("timescales", "0002_shipped_rules")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE timescales_deadline SET (fillfactor = 85)",
            "ALTER TABLE timescales_deadline RESET (fillfactor)",
        )
    ]
