"""Promises across tables: a child protection plan stands on its conferences; an episode does not
close over an open enquiry; nothing of this wing is dated after it closed.
"""

from django.db import migrations

# Asked when a transaction ends: a conference and the plan it begins are written one after the other.
PLAN_STANDS_ON_CONFERENCES = """
CREATE FUNCTION casework_plan_stands_on_conferences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'child_protection' AND NOT EXISTS (
        SELECT FROM casework_conference c
        WHERE c.plan_id = NEW.id AND c.child_id = NEW.child_id
            AND c.decided = 'begins' AND c.held_on = NEW.starts_on
    ) THEN
        RAISE EXCEPTION 'A child protection plan starts on the day of its conference'
            USING ERRCODE = 'check_violation',
                CONSTRAINT = 'casework_plan_begun_by_its_conference';
    END IF;
    IF NEW.end_conference_held_on IS NOT NULL AND NOT EXISTS (
        SELECT FROM casework_conference c
        WHERE c.plan_id = NEW.id AND c.decided IN ('step_down', 'ends')
            AND c.held_on = NEW.end_conference_held_on
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

CLOSES_AFTER_ITS_ENQUIRIES = """
CREATE FUNCTION casework_closes_after_its_enquiries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM casework_section47 WHERE episode_id = NEW.id AND ended_on IS NULL
    ) THEN
        RAISE EXCEPTION 'An episode does not close over an open section 47 enquiry'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_episode_enquiries_ended';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER closes_after_its_enquiries
    AFTER INSERT OR UPDATE OF closed_on ON casework_episode DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW WHEN (NEW.closed_on IS NOT NULL)
    EXECUTE FUNCTION casework_closes_after_its_enquiries();

CREATE CONSTRAINT TRIGGER nothing_after_closure
    AFTER INSERT OR UPDATE ON casework_strategydiscussion DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION casework_nothing_after_closure('held_on');
CREATE CONSTRAINT TRIGGER nothing_after_closure
    AFTER INSERT OR UPDATE ON casework_section47 DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION casework_nothing_after_closure('started_on', 'ended_on');
CREATE CONSTRAINT TRIGGER nothing_after_closure
    AFTER INSERT OR UPDATE ON casework_conference DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION casework_nothing_after_closure('held_on');
"""
CLOSES_ANYWAY = """
DROP TRIGGER nothing_after_closure ON casework_conference;
DROP TRIGGER nothing_after_closure ON casework_section47;
DROP TRIGGER nothing_after_closure ON casework_strategydiscussion;
DROP TRIGGER closes_after_its_enquiries ON casework_episode;
DROP FUNCTION casework_closes_after_its_enquiries();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_moving_rows")]

    operations = [
        migrations.RunSQL(PLAN_STANDS_ON_CONFERENCES, NO_PLAN_STANDS_ON_CONFERENCES),
        migrations.RunSQL(CLOSES_AFTER_ITS_ENQUIRIES, CLOSES_ANYWAY),
    ]
