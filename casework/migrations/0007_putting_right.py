"""The one way a record goes to another child: by a correction that is written down first.

Runs with the owner's rights, since the web role may change no append-only table. It moves the named
rows from the wrong child of the correction to the right one, and nothing else; guards of signed and
append-only rows stand aside for it, row history is written as always.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION casework_put_right(move_id uuid, place text, ids text[], new_episode uuid)
    RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    DECLARE
        correction casework_recordmove;
        guards text;
        ignored text := current_setting('pgtrigger.ignore', true);
        moved integer;
    BEGIN
        SELECT * INTO correction FROM casework_recordmove WHERE id = move_id;
        IF correction.id IS NULL THEN
            RAISE EXCEPTION 'There is no such correction';
        END IF;
        IF place NOT IN (
            'casework_directworksession', 'casework_scalereading', 'casework_visit',
            'casework_decision', 'casework_consententry', 'casework_consentexception',
            'casework_chronologyentry'
        ) THEN
            RAISE EXCEPTION 'Rows of % are not moved', place;
        END IF;
        IF new_episode IS NOT NULL AND NOT EXISTS (
            SELECT FROM casework_episode
             WHERE id = new_episode AND child_id = correction.to_child_id
        ) THEN
            RAISE EXCEPTION 'The work is not with the child that the record goes to';
        END IF;
        SELECT '{' || coalesce(string_agg(tgname || ',' || relname || ':' || tgname, ','), '') || '}'
          INTO guards
          FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
         WHERE tgrelid = format('public.%I', place)::regclass
           AND tgname ~ '^pgtrigger_(append_only|locked_when_signed|locked_with_parent|content_stays)_';
        PERFORM set_config('pgtrigger.ignore', guards, true);
        EXECUTE format(
            'UPDATE public.%I SET child_id = $1 WHERE id::text = ANY($2) AND child_id = $3', place
        ) USING correction.to_child_id, ids, correction.from_child_id;
        GET DIAGNOSTICS moved = ROW_COUNT;
        IF new_episode IS NOT NULL THEN
            EXECUTE format(
                'UPDATE public.%I SET episode_id = $1 WHERE id::text = ANY($2) AND child_id = $3',
                place
            ) USING new_episode, ids, correction.to_child_id;
        END IF;
        PERFORM set_config('pgtrigger.ignore', coalesce(ignored, ''), true);
        RETURN moved;
    END
    $$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_protection_promises")]

    operations = [
        migrations.RunSQL(CREATE, "DROP FUNCTION casework_put_right(uuid, text, text[], uuid)")
    ]
