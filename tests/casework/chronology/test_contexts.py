"""Contexts shared across children, exploitation, being missing and the talk after the return."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from casework.child.actions import declare_conflict, restrict_child
from casework.chronology.contexts import clocks
from casework.chronology.contexts.actions import (
    change_context,
    change_exploitation,
    change_missing,
    end_context_link,
    link_context,
    record_exploitation,
    report_missing,
)
from casework.chronology.contexts.models import Context, ContextLink, Exploitation, MissingEpisode
from casework.chronology.contexts.presenters import away, shared
from casework.chronology.models import ChronologyEntry
from records.conflicts import Conflict
from records.models import ReadEntry
from tests.casework import scene
from tests.casework.factories import ChildFactory
from tests.stage import staged
from timescales.models import Deadline

pytestmark = pytest.mark.django_db


@staged
def underpass(child, episode, sw, opened_on):
    link = link_context(
        child=child,
        kind="place",
        name="The underpass",
        starts_on=opened_on,
        bearing="worrying",
        by=sw,
    )
    return link.context


@staged
def away_since(now):
    return now - timedelta(hours=30)


@staged
def now():
    return timezone.now()


@staged
def missing(child, episode, sw, away_since):
    return report_missing(
        child=child,
        missing_from=away_since,
        reported_at=away_since + timedelta(hours=1),
        from_where="home",
        what="Left after tea",
        by=sw,
    )


def update(missing, by, **facts):
    missing.refresh_from_db()
    return change_missing(missing=missing, began_from=missing.lock_version, facts=facts, by=by)


# Contexts


def test_a_context_is_shared_and_each_reader_sees_only_their_own(
    child, underpass, sw, tm, student, outsider, today, opened_on
):
    for _ in range(3):
        link_context(
            child=ChildFactory(), context=underpass, starts_on=opened_on, bearing="mixed", by=sw
        )
    mine = shared(student, underpass, today)
    assert [link.child for link in mine.links] == [child]
    assert mine.others_in_words == "and 3 others"
    nobodys = shared(outsider, underpass, today)
    assert (list(nobodys.links), nobodys.others) == ([], 4)
    assert Context.objects.visible_to(outsider).count() == 1


def test_a_hidden_child_is_not_even_counted(child, underpass, sw, student, tm, today):
    hidden = scene.a_child(by=tm)
    link_context(child=hidden, context=underpass, starts_on=today, by=sw)
    restrict_child(child=hidden, named=[], why="Police matter", starts_on=today, by=tm)
    assert shared(student, underpass, today).others == 0
    declare_conflict(person=student, child=child, nature="Cousin", on=today, by=student)
    seen = shared(student, underpass, today)
    assert (list(seen.links), seen.others) == ([], 0)


def test_nobody_without_children_shares_contexts(underpass, tutor, dsl, admin, business_support):
    for person in (tutor, dsl, admin, business_support):
        assert not Context.objects.visible_to(person).exists()


def test_a_context_has_one_name_and_a_child_one_link_at_a_time(child, underpass, sw, today):
    with pytest.raises(ValidationError, match="Choose it instead"):
        link_context(child=child, kind="place", name="the UNDERPASS", starts_on=today, by=sw)
    with pytest.raises(ValidationError, match="linked to it already"):
        link_context(child=child, context=underpass, starts_on=today, by=sw)
    link = ContextLink.objects.get()
    end_context_link(link=link, on=today - timedelta(days=1), why="Boxing instead", by=sw)
    link_context(child=child, context=underpass, starts_on=today, by=sw)


def test_two_who_change_a_context_do_not_overwrite_each_other(underpass, sw):
    began_from = underpass.lock_version
    change_context(context=underpass, began_from=began_from, facts={"about": "Dark"}, by=sw)
    with pytest.raises(Conflict):
        change_context(context=underpass, began_from=began_from, facts={"about": "Lit"}, by=sw)


def test_the_shared_page_notes_each_child_it_shows(child, underpass, student, sign_in):
    url = reverse("casework:context-detail", args=[underpass.pk])
    html = sign_in(student).get(url).content.decode()
    assert "Tomasz Sikorski" in html
    assert ReadEntry.objects.filter(person=student, child_id=child.pk, section="outside").exists()


# Exploitation


def test_a_changed_risk_and_an_end_are_on_the_chronology(child, episode, sw, today, opened_on):
    row = record_exploitation(
        child=child,
        kind="criminal",
        level="emerging",
        starts_on=opened_on,
        what="New phone",
        source="Mum",
        by=sw,
    )
    change_exploitation(
        exploitation=row, began_from=row.lock_version, facts={"level": "significant"}, by=sw
    )
    row.refresh_from_db()
    with pytest.raises(ValidationError, match="why it has ended"):
        change_exploitation(
            exploitation=row, began_from=row.lock_version, facts={"ends_on": today}, by=sw
        )
    change_exploitation(
        exploitation=row,
        began_from=row.lock_version,
        facts={"ends_on": today, "why": "Moved away; nobody came after him."},
        by=sw,
    )
    kinds = ChronologyEntry.objects.filter(child=child, kind__startswith="casework.exploitation")
    assert kinds.count() == 3


# Missing


def test_the_interview_clock_runs_from_the_return(child, missing, sw, now):
    assert not Deadline.objects.filter(subject_id=missing.pk).exists()
    found_at = now - timedelta(hours=2)
    update(missing, sw, found_at=found_at)
    deadline = Deadline.objects.get(subject_id=missing.pk)
    assert deadline.rule.code == "C21"
    assert deadline.due_at == found_at + timedelta(hours=72)
    assert deadline.owner == sw
    assert deadline.root_id == child.pk


def test_an_interview_held_meets_the_clock_and_a_refusal_ends_it(missing, sw, now, today):
    update(missing, sw, found_at=now - timedelta(hours=5))
    offered = {"interview": "accepted", "offered_on": today}
    update(missing, sw, held_at=now - timedelta(hours=1), learned="I was cold", **offered)
    assert Deadline.objects.get(subject_id=missing.pk).met_at is not None
    entry = ChronologyEntry.objects.get(source_id=missing.pk, kind="casework.return_interview")
    assert entry.details["learned"] == "I was cold"


def test_a_declined_interview_cancels_the_clock(missing, sw, now, today):
    update(missing, sw, found_at=now - timedelta(hours=5))
    with pytest.raises(ValidationError, match="Say why"):
        update(missing, sw, interview="declined", offered_on=today)
    update(missing, sw, interview="declined", offered_on=today, declined_why="Wants to sleep")
    assert not Deadline.objects.open().filter(subject_id=missing.pk).exists()


@pytest.mark.parametrize(
    ("found", "due"),
    [
        # The clocks go back on 25 October 2026: 72 hours are counted, not days of the wall clock.
        (datetime(2026, 10, 23, 12, tzinfo=UTC), datetime(2026, 10, 26, 12, tzinfo=UTC)),
        (datetime(2026, 11, 20, 9, 30, tzinfo=UTC), datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
    ],
)
def test_the_clock_is_pure_and_counts_hours(child, sw, found, due):
    facts = clocks.MissingFacts(child.pk, "TS1", sw.pk, found, None, is_declined=False)
    (fact,) = clocks.deadlines(facts)
    assert fact.starts + timedelta(hours=72) == due
    assert (
        clocks.deadlines(clocks.MissingFacts(child.pk, "TS1", sw.pk, None, None, is_declined=False))
        == []
    )


def test_facts_of_many_cost_two_queries(missing, django_assert_num_queries):
    with django_assert_num_queries(2):
        clocks.facts([missing.pk])


def test_one_is_missing_once_at_a_time(child, missing, sw, away_since, now):
    again = {"child": child, "from_where": "school", "what": "?", "by": sw}
    with pytest.raises(ValidationError, match="missing already"):
        report_missing(missing_from=now - timedelta(hours=1), **again)
    update(missing, sw, found_at=away_since + timedelta(hours=4))
    with pytest.raises(ValidationError, match="overlaps"):
        report_missing(missing_from=away_since + timedelta(hours=1), found_at=now, **again)


def test_impossible_moments_are_refused_in_words(child, episode, sw, now):
    given = {"child": child, "from_where": "home", "what": "?", "by": sw}
    with pytest.raises(ValidationError, match="still to come"):
        report_missing(missing_from=now + timedelta(days=1), **given)
    with pytest.raises(ValidationError, match="back before"):
        report_missing(missing_from=now, found_at=now - timedelta(hours=1), **given)


def test_how_long_somebody_was_away_in_words(now):
    def row(hours, minutes=0):
        back = now + timedelta(hours=hours, minutes=minutes)
        return MissingEpisode(missing_from=now, found_at=back)

    assert away(row(0, 20), now) == "20 minutes"
    assert away(row(1, 30), now) == "1 hour 30 minutes"
    assert away(row(1), now) == "1 hour"
    assert away(row(53), now) == "2 days 5 hours"
    assert away(row(48), now) == "2 days"


# Pages


def moments(**given):
    found = {}
    for name, moment in given.items():
        local = timezone.localtime(moment)
        found |= {f"{name}_day": local.date().isoformat(), f"{name}_time": f"{local:%H:%M}"}
    return found


def test_a_missing_child_is_recorded_and_found_by_form(child, episode, student, sign_in, now):
    client = sign_in(student)
    add = reverse("casework:missing-add", args=[child.pk])
    assert "ring the police first" in client.get(add).content.decode()
    sent = {"from_where": "home", "what": "Left after tea"}
    since = moments(missing_from=now - timedelta(hours=8))
    half = client.post(add, sent | {key: since[key] for key in since if key[-4:] != "time"})
    assert half.status_code == 200
    response = client.post(add, sent | since)
    assert response.status_code == 302, response.context["form"].errors
    row = MissingEpisode.objects.get()
    overview = client.get(reverse("casework:child-overview", args=[child.pk])).content.decode()
    assert "is missing" in overview
    edit = reverse("casework:missing-edit", args=[row.pk])
    early = sent | since | moments(found_at=now - timedelta(hours=9))
    refused = client.post(edit, early | {"lock_version": row.lock_version})
    assert "found_at_day" in refused.context["form"].errors
    back = moments(found_at=now - timedelta(hours=1))
    response = client.post(edit, sent | since | back | {"lock_version": row.lock_version})
    assert response.status_code == 302, response.context["form"].errors
    html = client.get(reverse("casework:outside", args=[child.pk])).content.decode()
    assert "7 hours" in html
    assert "Offer a talk" in html


def test_links_and_exploitation_by_form(child, underpass, sw, sign_in, today):
    client = sign_in(sw)
    day = {"starts_on": today.isoformat()}
    add = reverse("casework:context-link-add", args=[child.pk])
    new = {"which": "new", "kind": "online", "name": "Blockfort", "bearing": "mixed"}
    response = client.post(add, new | day)
    assert response.status_code == 302, response.context["form"].errors
    link = ContextLink.objects.get(context__name="Blockfort")
    end = reverse("casework:context-link-end", args=[link.pk])
    stopped = {"why": "Stopped playing", "on": today.isoformat()}
    assert client.post(end, stopped).status_code == 302
    add = reverse("casework:exploitation-add", args=[child.pk])
    told = {"kind": "criminal", "level": "moderate", "what": "New phone", "source": "Mum"}
    response = client.post(add, told | day)
    assert response.status_code == 302, response.context["form"].errors
    row = Exploitation.objects.get()
    edit = reverse("casework:exploitation-edit", args=[row.pk])
    assert "New phone" in client.get(edit).content.decode()
    changed = told | day | {"level": "significant", "lock_version": row.lock_version}
    assert client.post(edit, changed).status_code == 302
    change = reverse("casework:context-edit", args=[underpass.pk])
    renamed = {"name": "Ring road underpass", "lock_version": underpass.lock_version}
    assert client.post(change, renamed).status_code == 302


def test_the_tab_says_what_to_record_and_costs_the_same_however_much(
    child, episode, sw, sign_in, queries_for, now, opened_on
):
    client, url = sign_in(sw), reverse("casework:outside", args=[child.pk])
    assert "Never recorded as missing" in client.get(url).content.decode()

    def fill(times, after):
        for number in range(after, after + times):
            since = now - timedelta(days=number * 2 + 2)
            report_missing(
                child=child, missing_from=since, found_at=since + timedelta(hours=3),
                from_where="home", what="?", by=sw,
            )  # fmt: skip
            link_context(
                child=child, kind="place", name=f"Place {number}", starts_on=opened_on, by=sw
            )
            day = date(2026, 1, 1) + timedelta(days=number * 3)
            record_exploitation(
                child=child, kind="online", level="emerging", starts_on=day, ends_on=day,
                why="Over", what="?", source="?", by=sw,
            )  # fmt: skip

    fill(2, 0)
    few = queries_for(lambda: client.get(url))
    fill(18, 2)
    assert queries_for(lambda: client.get(url)) == few
    assert few <= 15
