"""Nothing on an episode is dated after the day it closed: kept by constraint triggers, both ways.

A table joins by one `CREATE CONSTRAINT TRIGGER … EXECUTE FUNCTION casework_nothing_after_closure`
that names its dates; closing an episode asks every table that has joined.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION casework_nothing_after_closure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    closed date;
    named text;
BEGIN
    SELECT closed_on INTO closed FROM casework_episode WHERE id = NEW.episode_id FOR SHARE;
    IF closed IS NULL THEN
        RETURN NULL;
    END IF;
    FOREACH named IN ARRAY TG_ARGV LOOP
        IF (to_jsonb(NEW) ->> named)::date > closed THEN
            RAISE EXCEPTION 'nothing happens on an episode after it closed: % of %', named, TG_TABLE_NAME
                USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_nothing_after_closure';
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

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

CREATE FUNCTION casework_closes_after_its_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF casework_last_day_of(NEW.id) > NEW.closed_on THEN
        RAISE EXCEPTION 'the episode closes before something recorded on it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_nothing_after_closure';
    END IF;
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
CREATE CONSTRAINT TRIGGER nothing_after_closure
    AFTER INSERT OR UPDATE ON casework_allocation DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION casework_nothing_after_closure('starts_on', 'ends_on');
CREATE CONSTRAINT TRIGGER nothing_after_closure
    AFTER INSERT OR UPDATE ON casework_directworksession DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION casework_nothing_after_closure('happened_on');
CREATE CONSTRAINT TRIGGER nothing_after_closure
    AFTER INSERT OR UPDATE ON casework_visit DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION casework_nothing_after_closure('happened_on');
CREATE CONSTRAINT TRIGGER nothing_after_closure
    AFTER INSERT OR UPDATE ON casework_plan DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION casework_nothing_after_closure('starts_on', 'ends_on');
CREATE CONSTRAINT TRIGGER nothing_after_closure
    AFTER INSERT OR UPDATE ON casework_meeting DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION casework_nothing_after_closure('held_on');
"""

NO_FUNCTIONS = """
DROP TRIGGER closes_after_its_work ON casework_episode;
DROP TRIGGER nothing_after_closure ON casework_allocation;
DROP TRIGGER nothing_after_closure ON casework_directworksession;
DROP TRIGGER nothing_after_closure ON casework_visit;
DROP TRIGGER nothing_after_closure ON casework_plan;
DROP TRIGGER nothing_after_closure ON casework_meeting;
DROP FUNCTION casework_closes_after_its_work();
DROP FUNCTION casework_last_day_of(uuid);
DROP FUNCTION casework_nothing_after_closure();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_shipped_tools")]

    operations = [migrations.RunSQL(FUNCTIONS, NO_FUNCTIONS)]
