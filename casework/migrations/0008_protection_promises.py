"""Promises across tables: a child protection plan stands on its conferences; an episode does not

close over an open enquiry, nor before something that happened on it. Asked when a transaction ends.
"""

from django.db import migrations

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
DECLARE
    held casework_conference%ROWTYPE;
BEGIN
    IF TG_OP = 'DELETE' THEN
        held := OLD;
    ELSE
        held := NEW;
    END IF;
    IF EXISTS (
        SELECT FROM casework_plan p
        WHERE p.id = held.plan_id AND NOT EXISTS (
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

EPISODE_CLOSES_OVER_NOTHING = """
CREATE FUNCTION casework_episode_closes_over_nothing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.closed_on IS NULL THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT FROM casework_section47 WHERE episode_id = NEW.id AND ended_on IS NULL
    ) THEN
        RAISE EXCEPTION 'An episode does not close over an open section 47 enquiry'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'casework_episode_enquiries_ended';
    END IF;
    IF EXISTS (SELECT FROM casework_meeting
               WHERE episode_id = NEW.id AND held_on > NEW.closed_on)
        OR EXISTS (SELECT FROM casework_section47
                   WHERE episode_id = NEW.id AND ended_on > NEW.closed_on)
    THEN
        RAISE EXCEPTION 'Something happened on this episode after the day it would close'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nothing_after_closure';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER closes_over_no_enquiry
    AFTER INSERT OR UPDATE OF closed_on ON casework_episode DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION casework_episode_closes_over_nothing();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_protection")]

    operations = [
        migrations.RunSQL(
            PLAN_STANDS_ON_CONFERENCES,
            """
            DROP TRIGGER stands_on_conferences ON casework_plan;
            DROP FUNCTION casework_plan_stands_on_conferences();
            DROP TRIGGER keeps_its_plan ON casework_conference;
            DROP FUNCTION casework_conference_keeps_its_plan();
            """,
        ),
        migrations.RunSQL(
            EPISODE_CLOSES_OVER_NOTHING,
            """
            DROP TRIGGER closes_over_no_enquiry ON casework_episode;
            DROP FUNCTION casework_episode_closes_over_nothing();
            """,
        ),
    ]
