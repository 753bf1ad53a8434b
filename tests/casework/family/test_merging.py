"""Two records of one child: everything moves, is written down, and can be played back."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.utils import InternalError
from django.urls import reverse
from django.utils import timezone

from casework.child.actions import check_duplicates, declare_conflict
from casework.child.models import Child, Involvement
from casework.child.search import find
from casework.chronology.curated.actions import begin_version, choose, describe, finish, weigh
from casework.chronology.curated.models import CuratedChronology
from casework.chronology.models import ChronologyEntry
from casework.consent.models import ConsentEntry
from casework.direct_work.models import DirectWorkSession
from casework.episode.models import Episode
from casework.family.actions import add_family_member, as_family, move
from casework.family.education.actions import record_attendance
from casework.family.merging.actions import carry_out_merge, propose_merge, undo_merge
from casework.family.merging.models import ChildMerge, MergeMove
from casework.family.merging.pointers import LOGS, own_models, pointers_to
from casework.family.models import FamilyMember, HouseholdMember, Relationship
from records.actions import save_unsent
from tests.casework import scene
from tests.casework.factories import ChildFactory
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def twin(tm, team, sw, student, opened_on):
    """The second record of Tomasz: a spell of work that is over, consent, a signed session."""
    record = scene.a_child(by=tm, last_name="Sikorsky", upn="Q885200000001", languages="")
    episode = scene.an_episode(
        record, team=team, by=tm, opened_on=opened_on - timedelta(days=90), sw=sw, student=student
    )
    scene.agree(record, by=sw, given_on=opened_on - timedelta(days=89))
    scene.a_session(record, by=sw, on=opened_on - timedelta(days=80), sent=True)
    Episode.objects.filter(pk=episode.pk).update(
        closed_on=opened_on - timedelta(days=10), closure_reason="EH1"
    )
    add_family_member(child=record, kind="mother", first_name="Ewa", by=sw)
    return record


@staged
def proposed(child, episode, agreed, twin, tm):
    return propose_merge(
        kept=child, dropped=twin, why="One birth certificate", at=timezone.now(), by=tm
    )


def carry_out(merge, by, **picks):
    return carry_out_merge(
        merge=merge, picks=picks, at=timezone.now(), on=timezone.localdate(), by=by
    )


def undo(merge, by):
    return undo_merge(
        merge=merge,
        why="Cousins of one name",
        at=timezone.now(),
        on=timezone.localdate(),
        by=by,
    )


def everything_at(child):
    """Every row that points at a child, by column."""
    return {
        pointer.label: set(pointer.rows(child.pk).values_list("pk", flat=True))
        for pointer in pointers_to(Child)
        if pointer.rows(child.pk).exists()
    }


def test_the_trial_run_counts_and_moves_nothing(child, twin, proposed):
    assert proposed.state == ChildMerge.State.PROPOSED
    assert proposed.found["stops"] == []
    counted = dict(proposed.found["moves"])
    assert counted["direct work session"] == 1
    assert counted["episode"] == 1
    assert Episode.objects.filter(child=twin).count() == 1
    assert not MergeMove.objects.exists()


def test_everything_moves_and_stands_written_down(child, twin, proposed, tm):
    before = everything_at(twin)
    carry_out(proposed, tm)
    assert everything_at(twin) == {}
    here = everything_at(child)
    for label, rows in before.items():
        assert rows <= here[label], label
    assert Episode.objects.filter(child=child).count() == 2
    assert DirectWorkSession.objects.get(child=child).is_locked
    assert ConsentEntry.objects.filter(child=child).count() == 4
    written = {f"{move.table}.{move.column}" for move in proposed.moves.all()}
    assert before.keys() <= written


def test_undo_plays_every_move_back(child, twin, proposed, tm):
    there, here = everything_at(twin), everything_at(child)
    carry_out(proposed, tm, last_name="dropped")
    child.refresh_from_db()
    assert child.last_name == "Sikorsky"
    _, stayed = undo(proposed, tm)
    assert stayed == 0
    child.refresh_from_db()
    twin.refresh_from_db()
    assert (child.last_name, twin.last_name) == ("Sikorski", "Sikorsky")
    assert (child.upn, twin.upn) == ("", "Q885200000001")
    assert twin.merged_into is None
    now_there, now_here = everything_at(twin), everything_at(child)
    assert now_there == there
    # Only the two entries about the merge itself are new.
    entries = "casework.ChronologyEntry.child"
    assert len(now_here[entries]) == len(here[entries]) + 2
    assert now_here | {entries: here[entries]} == here


def test_what_was_recorded_since_stays_with_the_kept_record(child, twin, proposed, tm, sw):
    carry_out(proposed, tm)
    aunt = add_family_member(child=child, kind="aunt_uncle", first_name="Kasia", by=sw)
    undo(proposed, tm)
    aunt.refresh_from_db()
    assert aunt.child == child


def test_row_history_tells_who_moved_what(child, twin, proposed, tm):
    entry = ChronologyEntry.objects.filter(child=twin).first()
    carry_out(proposed, tm)
    history = apps.get_model("casework", "ChronologyEntryEvent")
    last = history.objects.filter(pgh_obj_id=entry.pk).order_by("pgh_id").last()
    assert last.child_id == child.pk
    assert last.pgh_context["user"] == str(tm.pk)


def test_what_only_the_other_record_knew_is_taken_over(child, twin, proposed, tm):
    carry_out(proposed, tm)
    child.refresh_from_db()
    assert child.upn == "Q885200000001"
    assert child.languages == "Polish, English"


def test_overlapping_spells_stop_it_until_somebody_reconciles_them(
    child, episode, team, tm, opened_on
):
    other = scene.a_child(by=tm)
    theirs = scene.an_episode(other, team=team, by=tm, opened_on=opened_on + timedelta(days=5))
    merge = propose_merge(kept=child, dropped=other, why="Same", at=timezone.now(), by=tm)
    assert "overlap" in merge.found["stops"][0]
    with pytest.raises(ValidationError, match="overlap"):
        carry_out(merge, tm)
    assert Episode.objects.get(pk=theirs.pk).child == other
    Episode.objects.filter(pk=episode.pk).update(
        closed_on=opened_on + timedelta(days=5), closure_reason="EH1"
    )
    carry_out(merge, tm)
    assert Episode.objects.get(pk=theirs.pk).child == child


def test_what_cannot_stand_side_by_side_stops_it_in_words(child, episode, twin, tm, sw):
    told = {"possible": 10, "attended": 9, "source": "school", "said_on": date(2026, 9, 30)}
    for record in (child, twin):
        record_attendance(
            child=record, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 5), by=sw, **told
        )
    merge = propose_merge(kept=child, dropped=twin, why="Same", at=timezone.now(), by=tm)
    (stop,) = merge.found["stops"]
    assert "Attendance on some of these days" in stop


def test_the_same_access_twice_is_no_obstacle(child, episode, twin, proposed, tm, today, student):
    for record in (child, twin):
        declare_conflict(person=student, child=record, nature="Cousin", on=today, by=student)
    carry_out(proposed, tm)
    assert not Child.objects.visible_to(student).filter(pk=child.pk).exists()


def test_the_child_in_two_families_becomes_one_person(child, twin, proposed, tm, sw):
    brother = ChildFactory(first_name="Olek")
    here, there = as_family(child=child, by=sw), as_family(child=twin, by=sw)
    Relationship.objects.create(child=brother, member=there, kind="sibling")
    home = move(members=[there], starts_on=date(2026, 1, 5), by=sw)
    carry_out(proposed, tm)
    assert Relationship.objects.get(child=brother).member == here
    assert HouseholdMember.objects.get(household=home).member == here
    undo(proposed, tm)
    assert Relationship.objects.get(child=brother).member == there
    assert FamilyMember.objects.get(known_child=twin) == there


def test_old_addresses_and_references_lead_to_the_kept_record(
    child, twin, proposed, tm, sign_in, today, outsider
):
    carry_out(proposed, tm)
    client = sign_in(tm)
    response = client.get(reverse("casework:family-list", args=[twin.pk]))
    assert response.status_code == 307
    assert response.url == reverse("casework:family-list", args=[child.pk])
    (match,) = find(tm, twin.la_child_id, on=today)
    assert match.child == child
    assert not Child.objects.visible_to(tm).filter(pk=twin.pk).exists()
    refused = sign_in(outsider).get(reverse("casework:family-list", args=[twin.pk]))
    assert refused.status_code == 404


def test_the_dropped_records_name_leads_to_the_kept_one(child, twin, proposed, tm, sw, today):
    carry_out(proposed, tm, last_name="kept")
    why = ("Name of a record that was merged into this one",)
    assert [(one.child, one.reasons) for one in find(sw, "Tomasz Sikorsky", on=today)] == [
        (child, why)
    ]
    assert find(sw, "Agnieszka Sikorsky", on=today) == []  # both names must fit
    _, likely = check_duplicates(by=tm, first_name="Tomasz", last_name="Sikorski", on=today)
    assert [one.child for one in likely] == [child]
    undo(ChildMerge.objects.get(), tm)
    parted = {one.child: one.reasons for one in find(sw, "Tomasz Sikorsky", on=today)}
    assert parted == {twin: ("Name as typed",), child: ("Name sounds alike",)}


def test_text_that_waits_to_be_sent_moves_too(child, twin, proposed, tm, sw):
    old_key = f"casework.family.new.{twin.pk}"
    waiting = save_unsent(
        person=sw,
        form_key=old_key,
        fields={"first_name": ["Kas"]},
        began_from=None,
        path=reverse("casework:family-add", args=[twin.pk]),
    )
    carry_out(proposed, tm)
    waiting.refresh_from_db()
    assert waiting.form_key == f"casework.family.new.{child.pk}"
    assert waiting.path == reverse("casework:family-add", args=[child.pk])
    undo(proposed, tm)
    waiting.refresh_from_db()
    assert waiting.form_key == old_key


def test_who_looked_at_the_other_record_is_told_on_the_kept_one(
    child, twin, proposed, tm, sw, sign_in
):
    sign_in(sw).get(reverse("casework:family-list", args=[twin.pk]))
    carry_out(proposed, tm)
    html = sign_in(tm).get(reverse("casework:read-log", args=[child.pk])).content.decode()
    assert "Wanda Worker" in html


def test_a_later_merge_is_undone_first(child, episode, twin, proposed, tm):
    carry_out(proposed, tm)
    third = ChildFactory()
    later = propose_merge(kept=child, dropped=third, why="Same", at=timezone.now(), by=tm)
    carry_out(later, tm)
    with pytest.raises(ValidationError, match="later merge"):
        undo(proposed, tm)
    undo(later, tm)
    undo(proposed, tm)


def test_a_merge_acts_once(child, twin, proposed, tm):
    carry_out(proposed, tm)
    with pytest.raises(ValidationError, match="already"):
        carry_out(proposed, tm)


def test_the_database_moves_rows_between_the_two_records_only(child, twin, proposed):
    stranger = ChildFactory()
    row = Involvement.objects.filter(child=twin).first()

    def put(place, value):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT casework_move_rows(%s, %s, 'id', 'child_id', %s::text[], %s)",
                [str(proposed.pk), place, [str(row.pk)], str(value.pk)],
            )

    with pytest.raises(InternalError, match="between the two records"):
        put("casework_involvement", stranger)


def test_histories_are_not_moved(child, twin, proposed):
    with pytest.raises(InternalError, match="not moved"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT casework_move_rows(%s, 'casework_involvementevent', 'pgh_id', 'child_id', "
            "'{}', %s)",
            [str(proposed.pk), str(child.pk)],
        )


# Every id that could be a child's and is none. A new column stands here with what it holds, or is
# found by `pointers_to`: what nobody has looked at would be left behind by a merge.
NOT_A_CHILD = {
    "accounts.Refusal.request_id": "one request of a browser",
    "partners.SchoolImport.claim": "who works on an upload",
    "casework.DuplicateCheck.about_id": "the request it was made for",
    "casework.Restriction.key": "one restriction, in addresses",
    "casework.ScaleReading.about": "a line of the plan",
    "casework.Need.line": "the need through all versions of a plan",
    "casework.Outcome.line": "the outcome through all versions of a plan",
    "casework.PlanAction.line": "the action through all versions of a plan",
    "casework.ItemChange.line": "the need, outcome or action that changed",
    "casework.Involvement.source_id": "an allocation, episode or group",
    "notices.Notice.about_id": "the row it is about; its root says whose it is",
    "placements.WorkAnswer.record_id": "the piece of work that was asked about",
    "records.OnceToken.token": "one rendered form",
}


def test_no_column_that_may_hold_a_child_is_forgotten():
    covered = {pointer.label for pointer in pointers_to(Child)}
    unknown = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.UUIDField)
        and not field.primary_key
        and model._meta.label not in LOGS
        and f"{model._meta.label}.{field.name}" not in covered | NOT_A_CHILD.keys()
    ]
    assert unknown == []


def test_every_foreign_key_to_a_child_is_covered():
    relations = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in Child._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and relation.related_model._meta.label not in LOGS
        and not hasattr(relation.related_model, "pgh_tracked_model")
    }
    assert relations <= {pointer.label for pointer in pointers_to(Child)}


def test_the_pages_lead_through_a_merge_and_back(child, episode, twin, tm, sign_in):
    client = sign_in(tm)
    propose = reverse("casework:merge-propose", args=[child.pk])
    assert client.get(propose).status_code == 200
    wrong = client.post(propose, {"reference": "NOBODY1", "why": "Same"})
    assert "You see no child with that reference" in wrong.content.decode()
    told = {"reference": twin.la_child_id, "why": "One birth certificate"}
    detail = client.post(propose, told).url
    html = client.get(detail).content.decode()
    for words in ("What would move", "Sikorsky", "Merge the two records"):
        assert words in html
    assert client.post(detail, {"last_name": "dropped"}).status_code == 302
    child.refresh_from_db()
    assert child.last_name == "Sikorsky"
    assert "Undo this merge" in client.get(detail).content.decode()
    undo_at = reverse("casework:merge-undo", args=[ChildMerge.objects.get().pk])
    assert client.get(undo_at).status_code == 200
    assert client.post(undo_at, {"why": "Cousins"}).status_code == 302
    twin.refresh_from_db()
    assert twin.merged_into is None


class TestChosenChronologies:
    """Both records have one: versions stand in one row, of two drafts the newer goes on."""

    def written(self, child, tm, words):
        version = begin_version(child=child, purpose=words, by=tm)
        version = describe(
            version=version, began_from=version.lock_version, purpose=words, analysis=words, by=tm
        )
        entry = ChronologyEntry.objects.filter(child=child).first()
        for row in choose(version=version, entries=[entry.pk], by=tm):
            weigh(
                chosen=row, began_from=row.lock_version, wording="", significance="It counts",
                impact="He slept badly", by=tm,
            )  # fmt: skip
        version.refresh_from_db()
        return version

    @pytest.fixture
    def both(self, child, episode, agreed, twin, tm):
        for record in (child, twin):
            finish(version=self.written(record, tm, f"First of {record.reference}"), by=tm)
        older = self.written(child, tm, "Begun first")
        newer = self.written(twin, tm, "Begun later")
        return older, newer

    def stands(self, child):
        rows = CuratedChronology.objects.filter(child=child).order_by("number")
        return [(row.number, row.purpose, row.is_finished) for row in rows]

    def test_all_stand_in_one_row_and_nothing_is_lost(self, both, proposed, child, twin, tm):
        assert proposed.found["stops"] == []
        carry_out(proposed, tm)
        assert self.stands(child) == [
            (1, f"First of {child.reference}", True),
            (2, f"First of {twin.reference}", True),
            (3, "Begun first", True),
            (4, "Begun later", False),
        ]
        assert not CuratedChronology.objects.filter(child=twin).exists()

    def test_undone_each_has_its_own_draft_again(self, both, proposed, child, twin, tm):
        before = self.stands(child), self.stands(twin)
        carry_out(proposed, tm)
        _, stayed = undo(proposed, tm)
        assert stayed == 0
        assert (self.stands(child), self.stands(twin)) == before
