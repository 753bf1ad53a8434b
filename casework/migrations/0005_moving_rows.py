"""The one way a row changes whose record it belongs to: between the two records of a merge.

Runs with the owner's rights, since the web role may change no append-only table. It moves the named
rows, in one column, from one record of the merge to the other, and nothing else; guards of signed
and append-only rows stand aside for it, row history is written as always.
"""

from django.db import migrations

CREATE = """
CREATE FUNCTION casework_move_rows(
    merge_id uuid, place text, key_column text, child_column text, ids text[], new_value uuid
) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    DECLARE
        allowed uuid[];
        guards text;
        ignored text := current_setting('pgtrigger.ignore', true);
        moved integer;
    BEGIN
        SELECT ARRAY[kept_id, dropped_id] INTO allowed FROM casework_childmerge WHERE id = merge_id;
        IF allowed IS NULL THEN
            RAISE EXCEPTION 'There is no such merge';
        END IF;
        -- A child may be a member of a family under its own record: that person counts as the child.
        SELECT allowed || coalesce(array_agg(id), '{}') INTO allowed
          FROM casework_familymember WHERE known_child_id = ANY(allowed);
        IF new_value IS NULL OR NOT new_value = ANY(allowed) THEN
            RAISE EXCEPTION 'Rows are moved between the two records of the merge only';
        END IF;
        IF place ~ '_?event$' OR place IN ('records_readentry', 'casework_childmerge') THEN
            RAISE EXCEPTION 'Histories and logs are not moved';
        END IF;
        SELECT '{' || coalesce(string_agg(tgname || ',' || relname || ':' || tgname, ','), '') || '}'
          INTO guards
          FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
         WHERE tgrelid = format('public.%I', place)::regclass
           AND tgname ~ '^pgtrigger_(append_only|locked_when_signed|locked_with_parent|content_stays)_';
        PERFORM set_config('pgtrigger.ignore', guards, true);
        EXECUTE format(
            'UPDATE public.%1$I SET %2$I = $1 WHERE %3$I::text = ANY($2) AND %2$I = ANY($3)',
            place, child_column, key_column
        ) USING new_value, ids, allowed;
        GET DIAGNOSTICS moved = ROW_COUNT;
        PERFORM set_config('pgtrigger.ignore', coalesce(ignored, ''), true);
        RETURN moved;
    END
    $$;
"""

# Two chronologies of one child become one row of versions: numbered on, and at most one open.
VERSIONS = """
CREATE FUNCTION casework_number_version(
    merge_id uuid, version_id uuid, new_number integer, finished timestamptz, finisher uuid
) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$
    DECLARE
        ignored text := current_setting('pgtrigger.ignore', true);
        changed integer;
    BEGIN
        PERFORM set_config(
            'pgtrigger.ignore',
            (
                SELECT '{' || string_agg(tgname || ',' || relname || ':' || tgname, ',') || '}'
                  FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
                 WHERE tgrelid = 'casework_curatedchronology'::regclass
                   AND tgname ~ '^pgtrigger_locked_when_signed_'
            ),
            true
        );
        UPDATE casework_curatedchronology
           SET number = new_number, finished_at = finished, finished_by_id = finisher
         WHERE id = version_id AND EXISTS (
            SELECT FROM casework_childmerge m
             WHERE m.id = merge_id AND child_id IN (m.kept_id, m.dropped_id)
         );
        GET DIAGNOSTICS changed = ROW_COUNT;
        PERFORM set_config('pgtrigger.ignore', coalesce(ignored, ''), true);
        RETURN changed;
    END
    $$;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_nothing_after_closure")]

    operations = [
        migrations.RunSQL(
            CREATE, "DROP FUNCTION casework_move_rows(uuid, text, text, text, text[], uuid)"
        ),
        migrations.RunSQL(
            VERSIONS,
            "DROP FUNCTION casework_number_version(uuid, uuid, integer, timestamptz, uuid)",
        ),
    ]
