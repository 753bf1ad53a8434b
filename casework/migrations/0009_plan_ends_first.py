"""No case closes over a plan that is open."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION casework_closes_after_its_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM casework_plan WHERE episode_id = NEW.id AND ends_on IS NULL) THEN
        RAISE EXCEPTION 'A plan on this case is still open'
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'casework_episode_closes_after_its_plan',
                  TABLE = 'casework_episode';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER casework_episode_closes_after_its_plan
    AFTER INSERT OR UPDATE OF closed_on ON casework_episode
    DEFERRABLE INITIALLY IMMEDIATE
    FOR EACH ROW WHEN (NEW.closed_on IS NOT NULL)
    EXECUTE FUNCTION casework_closes_after_its_plan();
"""

BACKWARD = """
DROP TRIGGER casework_episode_closes_after_its_plan ON casework_episode;
DROP FUNCTION casework_closes_after_its_plan();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_putting_right")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
