"""Choosing, weighing, finishing and comparing versions of a curated chronology."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.chronology.actions import record
from casework.chronology.curated import reads
from casework.chronology.curated.actions import (
    begin_version,
    choose,
    describe,
    finish,
    leave_out,
    put_before,
    weigh,
)
from casework.chronology.curated.models import ChosenEntry, CuratedChronology
from records.actions import NotAllowed
from records.conflicts import Conflict
from tests.casework import scene
from tests.stage import staged

pytestmark = pytest.mark.usefixtures("episode")


DETAILS = {"words": "", "in_short": "Seen alone.", "scale": "", "signed_by": "Wanda"}


def entries(child, by, today, count):
    return [
        record(
            kind="casework.direct_work", child=child, by=by, summary=f"Event {number}",
            happened_on=today - timedelta(days=number), details=DETAILS,
            source_id=child.pk,
        )
        for number in range(count)
    ]  # fmt: skip


@staged
def log(child, student, today):
    return entries(child, student, today, 3)


@staged
def version(child, log, student):
    version = begin_version(child=child, purpose="Hearing", by=student)
    choose(version=version, entries=[entry.pk for entry in log], by=student)
    return version


def weigh_all(version, by):
    for row in version.chosen.all():
        weigh(
            chosen=row, began_from=row.lock_version, wording="", significance="It shows change.",
            impact="He slept.", by=by,
        )  # fmt: skip


def test_chosen_entries_stand_in_the_order_in_which_they_happened(version, log):
    assert [row.entry for row in version.chosen.all()] == list(reversed(log))


def test_only_entries_of_this_child_and_each_once(version, log, student, tm, today):
    other = scene.a_child(by=tm, first_name="Zofia")
    strange = entries(other, student, today, 1)
    assert choose(version=version, entries=[log[0].pk, strange[0].pk], by=student) == []


def test_the_order_can_be_changed_by_hand(version, student):
    first, second, third = version.chosen.all()
    put_before(chosen=second, other=first, by=student)
    assert list(version.chosen.all()) == [second, first, third]
    leave_out(chosen=first, by=student)
    assert list(version.chosen.all()) == [second, third]


def test_two_who_weigh_one_entry_do_not_overwrite_each_other(version, student, sw):
    row = version.chosen.first()
    given = {"began_from": row.lock_version, "wording": "", "impact": ""}
    weigh(chosen=row, significance="One", by=student, **given)
    with pytest.raises(Conflict):
        weigh(chosen=row, significance="Other", by=sw, **given)


def test_a_version_is_finished_by_who_answers_for_the_child_once_all_is_weighed(
    version, student, sw, outsider
):
    with pytest.raises(ValidationError, match="3 of them still need it"):
        finish(version=version, by=sw)
    weigh_all(version, student)
    for person in (student, outsider):
        with pytest.raises(NotAllowed):
            finish(version=version, by=person)
    assert finish(version=version, by=sw).finished_by == sw


def test_a_finished_version_never_changes_again(version, student, sw):
    weigh_all(version, student)
    finish(version=version, by=sw)
    row = version.chosen.first()
    with pytest.raises(NotAllowed):
        leave_out(chosen=row, by=sw)
    with pytest.raises(NotAllowed):
        describe(version=version, began_from=1, purpose="Other", analysis="", by=sw)
    for change in (
        lambda: ChosenEntry.objects.filter(pk=row.pk).update(impact="Other"),
        lambda: ChosenEntry.objects.filter(pk=row.pk).delete(),
        lambda: CuratedChronology.objects.filter(pk=version.pk).update(analysis="Other"),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()


def test_the_next_version_begins_with_what_the_last_one_chose(
    version, child, log, student, sw, today
):
    with pytest.raises(NotAllowed):
        begin_version(child=child, purpose="", by=student)
    weigh_all(version, student)
    finish(version=version, by=sw)
    after = begin_version(child=child, purpose="", by=student)
    assert (after.number, after.purpose, after.chosen.count()) == (2, "Hearing", 3)
    older = reads.chosen_of(version)
    assert reads.compare(older, reads.chosen_of(after)).is_same
    new = entries(child, student, today - timedelta(days=9), 1)
    choose(version=after, entries=[new[0].pk], by=student)
    leave_out(chosen=after.chosen.get(entry=log[0]), by=student)
    row = after.chosen.get(entry=log[1])
    weigh(
        chosen=row, began_from=row.lock_version, wording="", significance="More.",
        impact="He slept.", by=student,
    )  # fmt: skip
    found = reads.compare(older, reads.chosen_of(after))
    assert [line.chosen.entry for line in found.added] == new
    assert [line.chosen.entry for line in found.removed] == [log[0]]
    (changed,) = found.changed
    assert changed["texts"] == [
        {"question": "Why it matters", "before": "It shows change.", "after": "More."}
    ]


def test_on_its_pages_from_the_log_to_the_print(sign_in, child, log, student, sw):
    client = sign_in(student)
    client.post(reverse("casework:curated-begin", args=[child.pk]))
    version = CuratedChronology.objects.get()
    page = reverse("casework:curated-choose", args=[version.pk])
    narrowed = client.post(page, {"look": "1", "words": "Event 1"})["Location"]
    assert "Event" not in narrowed
    shown = client.get(narrowed).content.decode()
    assert "Event 1" in shown
    assert "Event 2" not in shown
    client.post(page, {"entry": [str(log[1].pk), "nonsense"]})
    chosen = version.chosen.get()
    form = reverse("casework:chosen-form", args=[chosen.pk])
    client.post(form, {"lock_version": "0", "significance": "It shows fear.", "impact": "He hid."})
    printed = client.get(reverse("casework:curated-print", args=[version.pk])).content.decode()
    assert "It shows fear." in printed
    assert "<strong>Draft.</strong>" in printed
    finish_page = reverse("casework:curated-finish", args=[version.pk])
    assert client.post(finish_page).status_code == 403
    shown = sign_in(sw).post(finish_page, follow=True).content.decode()
    assert "Finished. This version cannot be changed any more." in shown
    printed = client.get(reverse("casework:curated-print", args=[version.pk])).content.decode()
    assert "Finished as version 1 by Wanda Worker, social worker" in printed


def test_pages_cost_the_same_however_much_is_chosen(sign_in, child, student, today):
    version = begin_version(child=child, purpose="", by=student)
    client, costs = sign_in(student), []
    pages = [
        reverse(f"casework:curated-{name}", args=[version.pk])
        for name in ("detail", "print", "choose", "compare")
    ]
    client.get(pages[0])
    for count in (2, 18):
        new = entries(child, student, today, count)
        choose(version=version, entries=[entry.pk for entry in new], by=student)
        entries(child, student, today, count)
        costs.append([cost(client, page) for page in pages])
    assert costs[0] == costs[1]
    assert max(costs[1]) <= 15


def cost(client, page) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len([row for row in asked if "SAVEPOINT" not in row["sql"]])
