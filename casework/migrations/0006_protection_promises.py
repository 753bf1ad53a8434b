"""A promise across tables: a child protection plan stands on its conferences."""

from django.db import migrations

# Asked when a transaction ends: a conference and the plan it begins are written one after the other.
PLAN_STANDS_ON_CONFERENCES = """
CREATE FUNCTION casework_plan_stands_on_conferences() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    plan casework_plan;
BEGIN
    -- As it stands now: a plan and its conference may have moved since this was queued.
    SELECT * INTO plan FROM casework_plan WHERE id = NEW.id;
    IF plan.kind = 'child_protection' AND NOT EXISTS (
        SELECT FROM casework_conference c
        WHERE c.plan_id = plan.id AND c.child_id = plan.child_id
            AND c.decided = 'begins' AND c.held_on = plan.starts_on
    ) THEN
        RAISE EXCEPTION 'A child protection plan starts on the day of its conference'
            USING ERRCODE = 'check_violation',
                CONSTRAINT = 'casework_plan_begun_by_its_conference';
    END IF;
    IF plan.end_conference_held_on IS NOT NULL AND NOT EXISTS (
        SELECT FROM casework_conference c
        WHERE c.plan_id = plan.id AND c.decided IN ('step_down', 'ends')
            AND c.held_on = plan.end_conference_held_on
    ) THEN
        RAISE EXCEPTION 'A child protection plan ends on the day of a conference'
            USING ERRCODE = 'check_violation',
                CONSTRAINT = 'casework_plan_ended_by_its_conference';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER stands_on_conferences
    AFTER INSERT OR UPDATE ON casework_plan DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION casework_plan_stands_on_conferences();

CREATE FUNCTION casework_conference_keeps_its_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM casework_plan p
        WHERE p.id = OLD.plan_id AND NOT EXISTS (
            SELECT FROM casework_conference c
            WHERE c.plan_id = p.id AND c.decided = 'begins' AND c.held_on = p.starts_on
        )
    ) THEN
        RAISE EXCEPTION 'A child protection plan starts on the day of its conference'
            USING ERRCODE = 'check_violation',
                CONSTRAINT = 'casework_plan_begun_by_its_conference';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER keeps_its_plan
    AFTER UPDATE OR DELETE ON casework_conference DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION casework_conference_keeps_its_plan();
"""
NO_PLAN_STANDS_ON_CONFERENCES = """
DROP TRIGGER keeps_its_plan ON casework_conference;
DROP FUNCTION casework_conference_keeps_its_plan();
DROP TRIGGER stands_on_conferences ON casework_plan;
DROP FUNCTION casework_plan_stands_on_conferences();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_moving_rows")]

    operations = [
        migrations.RunSQL(PLAN_STANDS_ON_CONFERENCES, NO_PLAN_STANDS_ON_CONFERENCES),
    ]
