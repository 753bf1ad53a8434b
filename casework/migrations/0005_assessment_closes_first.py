"""No case closes over an assessment that nobody authorised, and none begins on a closed case."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION casework_closes_after_its_assessment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM casework_assessment
        WHERE episode_id = NEW.id AND state NOT IN ('authorised', 'superseded')
    ) THEN
        RAISE EXCEPTION 'An assessment on this case is not authorised yet'
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'casework_episode_closes_after_its_assessment',
                  TABLE = 'casework_episode';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER casework_episode_closes_after_its_assessment
    AFTER INSERT OR UPDATE OF closed_on ON casework_episode
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW WHEN (NEW.closed_on IS NOT NULL)
    EXECUTE FUNCTION casework_closes_after_its_assessment();

CREATE FUNCTION casework_assesses_while_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ended date;
BEGIN
    SELECT closed_on INTO ended FROM casework_episode WHERE id = NEW.episode_id FOR SHARE;
    IF ended IS NOT NULL THEN
        RAISE EXCEPTION 'Nothing is assessed on a case after it closed'
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'casework_assessment_while_open',
                  TABLE = 'casework_assessment';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER casework_assessment_while_open
    AFTER INSERT OR UPDATE OF state, started_on ON casework_assessment
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW WHEN (NEW.state <> 'superseded')
    EXECUTE FUNCTION casework_assesses_while_open();

CREATE CONSTRAINT TRIGGER nothing_after_closure
    AFTER INSERT OR UPDATE ON casework_assessment DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION casework_nothing_after_closure('started_on');
CREATE CONSTRAINT TRIGGER nothing_after_closure
    AFTER INSERT OR UPDATE ON casework_checkpoint DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW EXECUTE FUNCTION casework_nothing_after_closure('held_on');
"""

BACKWARD = """
DROP TRIGGER nothing_after_closure ON casework_checkpoint;
DROP TRIGGER nothing_after_closure ON casework_assessment;
DROP TRIGGER casework_assessment_while_open ON casework_assessment;
DROP FUNCTION casework_assesses_while_open();
DROP TRIGGER casework_episode_closes_after_its_assessment ON casework_episode;
DROP FUNCTION casework_closes_after_its_assessment();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_nothing_after_closure")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
