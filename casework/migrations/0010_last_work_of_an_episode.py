"""The last day of work on an episode may be asked without the parts of its workers.

Closing brings those forward by itself; only what was done keeps an episode from closing earlier.
"""

from django.db import migrations

WITH_BESIDES = """
DROP FUNCTION casework_last_day_of(uuid);
CREATE FUNCTION casework_last_day_of(asked uuid, besides text DEFAULT '') RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    joined record;
    day date;
    latest date;
BEGIN
    FOR joined IN
        SELECT tgrelid::regclass AS of_table, (
            SELECT string_agg(format('(work.%I::date)', named), ', ')
            FROM unnest(string_to_array(encode(tgargs, 'escape'), '\\000')) AS named
            WHERE named <> ''
        ) AS days
        FROM pg_trigger
        WHERE tgfoid = 'casework_nothing_after_closure'::regproc
          AND tgrelid::regclass::text <> besides
    LOOP
        EXECUTE format(
            'SELECT max(day) FROM %s AS work, LATERAL (VALUES %s) AS dated(day)'
            ' WHERE work.episode_id = $1', joined.of_table, joined.days
        ) INTO day USING asked;
        latest := greatest(latest, day);
    END LOOP;
    RETURN latest;
END $$;
"""
AS_IT_WAS = """
DROP FUNCTION casework_last_day_of(uuid, text);
CREATE FUNCTION casework_last_day_of(asked uuid) RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    joined record;
    day date;
    latest date;
BEGIN
    FOR joined IN
        SELECT tgrelid::regclass AS of_table, (
            SELECT string_agg(format('(work.%I::date)', named), ', ')
            FROM unnest(string_to_array(encode(tgargs, 'escape'), '\\000')) AS named
            WHERE named <> ''
        ) AS days
        FROM pg_trigger
        WHERE tgfoid = 'casework_nothing_after_closure'::regproc
    LOOP
        EXECUTE format(
            'SELECT max(day) FROM %s AS work, LATERAL (VALUES %s) AS dated(day)'
            ' WHERE work.episode_id = $1', joined.of_table, joined.days
        ) INTO day USING asked;
        latest := greatest(latest, day);
    END LOOP;
    RETURN latest;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0009_plan_ends_first")]

    operations = [migrations.RunSQL(WITH_BESIDES, AS_IT_WAS)]
