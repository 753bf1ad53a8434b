"""What the search reads, kept by PostgreSQL beside each child: the plain name and its sounds.

Computed for every row at each search, they cost 20 to 60 microseconds a row; stored, next to
nothing. Django knows nothing of the two columns: no form and no action writes them.
"""

from django.db import migrations

CREATE = """
ALTER TABLE casework_child
    ADD COLUMN search_name text
        GENERATED ALWAYS AS (whole_name(first_name, known_as, last_name)) STORED,
    ADD COLUMN search_sounds text[]
        GENERATED ALWAYS AS (name_sounds(whole_name(first_name, known_as, last_name))) STORED;
DROP INDEX casework_child_name_parts;
DROP INDEX casework_child_name_sounds;
CREATE INDEX casework_child_name_parts ON casework_child USING gin (search_name gin_trgm_ops);
CREATE INDEX casework_child_name_sounds ON casework_child USING gin (search_sounds);
"""

DROP = """
ALTER TABLE casework_child DROP COLUMN search_name, DROP COLUMN search_sounds;
CREATE INDEX casework_child_name_parts ON casework_child
    USING gin (whole_name(first_name, known_as, last_name) gin_trgm_ops);
CREATE INDEX casework_child_name_sounds ON casework_child
    USING gin (name_sounds(whole_name(first_name, known_as, last_name)));
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_protection_promises")]

    operations = [migrations.RunSQL(CREATE, DROP)]
