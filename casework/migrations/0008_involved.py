"""Who is involved is read out of the index alone: it carries the days as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_putting_right")]

    operations = [
        migrations.RemoveIndex("involvement", "casework_in_person__31d293_idx"),
        migrations.RemoveIndex("involvement", "casework_in_team_id_e2cda4_idx"),
        migrations.AddIndex(
            "involvement",
            models.Index(
                fields=["person", "child"],
                include=("starts_on", "ends_on"),
                name="casework_involved_person",
            ),
        ),
        migrations.AddIndex(
            "involvement",
            models.Index(
                fields=["team", "child"],
                include=("starts_on", "ends_on"),
                name="casework_involved_team",
            ),
        ),
    ]
