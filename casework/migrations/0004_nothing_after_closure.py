"""Nothing of an episode is dated after the day it closed, and nothing stays open then.

One list of tables, one function that asks a row of them, one that asks them all when the episode
closes: `JOINED` gives the dates of a table, and in SQL when a row of it is still open. A table joins
by a line there.
"""

from django.db import migrations

JOINED = {
    "allocation": ("", "starts_on", "ends_on"),
    "assessment": ("work.state NOT IN ('authorised', 'superseded')", "started_on"),
    "checkpoint": ("", "held_on"),
    "conference": ("", "held_on"),
    "directworksession": ("", "happened_on"),
    "lifestory": ("", "begun_on"),
    "meeting": ("", "held_on"),
    "onwardreferral": ("", "asked_on"),
    "plan": ("work.ends_on IS NULL", "starts_on", "ends_on"),
    "section47": ("work.ended_on IS NULL", "started_on", "ended_on"),
    "strategydiscussion": ("", "held_on"),
    "visit": ("", "happened_on"),
}

FUNCTIONS = """
CREATE FUNCTION casework_nothing_after_closure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed date;
    named text;
    is_open boolean;
BEGIN
    SELECT closed_on INTO closed FROM casework_episode WHERE id = NEW.episode_id FOR SHARE;
    IF closed IS NULL THEN
        RETURN NULL;
    END IF;
    FOREACH named IN ARRAY TG_ARGV[1:] LOOP
        IF (to_jsonb(NEW) ->> named)::date > closed THEN
            RAISE EXCEPTION 'nothing happens on an episode after it closed: % of %', named, TG_TABLE_NAME
                USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_nothing_after_closure';
        END IF;
    END LOOP;
    IF TG_ARGV[0] <> '' THEN
        EXECUTE format('SELECT %s FROM (SELECT ($1).*) AS work', TG_ARGV[0]) INTO is_open USING NEW;
        IF is_open THEN
            RAISE EXCEPTION 'nothing stays open on an episode after it closed: %', TG_TABLE_NAME
                USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_nothing_after_closure';
        END IF;
    END IF;
    RETURN NULL;
END $$;

-- The tables that have joined, each with its dates and with when a row of it is open.
CREATE FUNCTION casework_work_of_episodes()
    RETURNS TABLE (place regclass, still_open text, dates text[]) LANGUAGE sql STABLE AS $$
    SELECT tgrelid::regclass, given[1], given[2:tgnargs]
    FROM pg_trigger, LATERAL string_to_array(encode(tgargs, 'escape'), '\\000') AS given
    WHERE tgfoid = 'casework_nothing_after_closure'::regproc
$$;

-- Closing brings the parts of its workers forward: what they would end by may be left aside.
CREATE FUNCTION casework_last_day_of(asked uuid, besides text DEFAULT '')
    RETURNS date LANGUAGE plpgsql STABLE AS $$
DECLARE
    joined record;
    day date;
    latest date;
BEGIN
    FOR joined IN SELECT * FROM casework_work_of_episodes() WHERE place::text <> besides LOOP
        EXECUTE format(
            'SELECT max(day) FROM %s AS work, LATERAL (VALUES %s) AS dated(day)'
            ' WHERE work.episode_id = $1',
            joined.place,
            (SELECT string_agg(format('(work.%I::date)', named), ', ') FROM unnest(joined.dates) named)
        ) INTO day USING asked;
        latest := greatest(latest, day);
    END LOOP;
    RETURN latest;
END $$;

CREATE FUNCTION casework_closes_after_its_work() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    joined record;
    is_open boolean;
BEGIN
    IF casework_last_day_of(NEW.id) > NEW.closed_on THEN
        RAISE EXCEPTION 'the episode closes before something recorded on it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_nothing_after_closure';
    END IF;
    FOR joined IN SELECT * FROM casework_work_of_episodes() WHERE still_open <> '' LOOP
        EXECUTE format(
            'SELECT EXISTS (SELECT FROM %s AS work WHERE work.episode_id = $1 AND (%s))',
            joined.place, joined.still_open
        ) INTO is_open USING NEW.id;
        IF is_open THEN
            RAISE EXCEPTION 'the episode closes over what is still open on it: %', joined.place
                USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_nothing_after_closure';
        END IF;
    END LOOP;
    IF NEW.closure_reason = 'RC2' AND NOT EXISTS (
        SELECT FROM casework_child WHERE id = NEW.child_id AND date_of_death IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'closed as died without a date of death'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_closed_as_died';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER closes_after_its_work
    AFTER INSERT OR UPDATE ON casework_episode DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW WHEN (NEW.closed_on IS NOT NULL)
    EXECUTE FUNCTION casework_closes_after_its_work();
"""

NO_FUNCTIONS = """
DROP TRIGGER closes_after_its_work ON casework_episode;
DROP FUNCTION casework_closes_after_its_work();
DROP FUNCTION casework_last_day_of(uuid, text);
DROP FUNCTION casework_work_of_episodes();
DROP FUNCTION casework_nothing_after_closure();
"""


def joins(table: str, still_open: str, *dates: str) -> migrations.RunSQL:
    said = ", ".join("'{}'".format(word.replace("'", "''")) for word in (still_open, *dates))
    return migrations.RunSQL(
        f"CREATE CONSTRAINT TRIGGER nothing_after_closure AFTER INSERT OR UPDATE ON casework_{table} "
        "DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW "
        f"EXECUTE FUNCTION casework_nothing_after_closure({said});",
        f"DROP TRIGGER nothing_after_closure ON casework_{table};",
    )


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_shipped_tools")]

    operations = [
        migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS),
        *(joins(table, *said) for table, said in JOINED.items()),
    ]
