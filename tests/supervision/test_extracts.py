"""An extract for the university: what stops it, what locks it, what closes it again."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from accounts.actions import end_reporting_line, start_reporting_line
from accounts.models import Person
from accounts.roles import Role
from casework.family.models import FamilyMember
from notices.models import Notice
from records.actions import NotAllowed
from supervision import actions
from supervision.extracts import placement_of, unexplained
from supervision.models import ExtractWord, SupervisionExtract, SupervisionSession
from tests.casework.factories import RelationshipFactory
from tests.partners.factories import ContactFactory, SchoolFactory
from tests.supervision.conftest import HELD_ON
from tests.supervision.factories import SupervisionSessionFactory


def test_it_goes_to_the_tutor_and_the_student_once(release, answered, student, tutor, pe, tomasz):
    extract = release(reflection="Waited.")
    assert (extract.placement, extract.released_by) == (placement_of(answered), pe)
    told = Notice.objects.filter(about_id=extract.pk)
    assert {notice.recipient for notice in told} == {student, tutor}
    assert all("Tomasz" not in notice.line and "Waited" not in notice.line for notice in told)


@pytest.mark.parametrize("field", ["learning", "reflection", "agreed"])
def test_a_child_the_student_works_with_stops_it_beside_the_text(release, tomasz, field):
    texts = {"learning": "Silences.", field: "Tomasz Sample spoke first."}
    with pytest.raises(ValidationError) as refused:
        release(**texts)
    assert list(refused.value.error_dict) == [field]
    assert "“Tomasz Sample” is the name of somebody" in refused.value.message_dict[field][0]
    assert not SupervisionExtract.objects.exists()


def test_what_tells_of_a_family_stops_it_too(release, tomasz):
    """School, date of birth, reference, and who is around the child."""
    tomasz.school = SchoolFactory(name="Riverside Primary School")
    tomasz.save()
    mother = FamilyMember.objects.create(first_name="Danuta", last_name="Sikorska")
    RelationshipFactory(child=tomasz, member=mother, kind="mother")
    for text in (
        "At Riverside Primary School.",
        "Born 2 March 2015.",
        tomasz.la_child_id,
        "Danuta",
    ):
        with pytest.raises(ValidationError):
            release(learning=text)


def test_a_child_only_talked_of_in_the_session_stops_it(
    draft, write, ask, agree, make_child, placement, pe
):
    """They may never have been allocated to the student."""
    child = make_child("Aisha")
    case = actions.CaseText(child=child, discussed="Whether to take it on.")
    session = agree(ask(write(draft, cases=[case])))
    child.involvements.filter(role="co_worker").delete()
    with pytest.raises(ValidationError, match="Aisha"):
        actions.release_extract(session=session, learning="Aisha.", is_checked=True, by=pe)


def test_a_word_that_only_looks_like_a_name_is_explained_and_kept(release, make_child):
    make_child("Will")
    with pytest.raises(ValidationError, match="say below why"):
        release(learning="Will the essay wait?")
    extract = release(learning="Will the essay wait?", explained={"will": "The verb."})
    word = ExtractWord.objects.get(extract=extract)
    assert (word.word, word.why) == ("Will", "The verb.")


def test_a_whole_name_is_never_explained_away(release, make_child):
    make_child("Will")
    with pytest.raises(ValidationError, match="Take it out"):
        release(learning="Will Sample.", explained={"will sample": "It is the verb."})


def test_nothing_stays_open_once_each_word_is_explained():
    assert unexplained({}, {"will": "x"}) == {}


def test_it_is_read_through_first(release):
    with pytest.raises(NotAllowed, match="Read it through"):
        release(is_checked=False)


def test_a_session_that_nobody_answered_has_none(draft, write, ask, placement, pe):
    sent = ask(write(draft))
    with pytest.raises(NotAllowed, match="student answered"):
        actions.release_extract(session=sent, learning="Silences.", is_checked=True, by=pe)


def test_a_missed_session_has_none(student, pe, placement, agree, ask):
    missed = SupervisionSessionFactory(
        student=student, practice_educator=pe, minutes=None, is_missed=True, missed_why="Ill"
    )
    session = agree(ask(missed))
    with pytest.raises(NotAllowed):
        actions.release_extract(session=session, learning="Silences.", is_checked=True, by=pe)


def test_a_session_outside_every_placement_has_none(release, placement):
    placement.starts_on = HELD_ON + timedelta(days=1)
    placement.save()
    with pytest.raises(NotAllowed, match="no day of a placement"):
        release()


@pytest.mark.parametrize("who", ["student", "tm", "tutor", "sw", "outsider"])
def test_nobody_else_releases_or_takes_back(cast, release, who):
    other = getattr(cast, who)
    with pytest.raises(NotAllowed):
        release(by=other)
    extract = release()
    with pytest.raises(NotAllowed):
        actions.withdraw_extract(extract=extract, why="So", by=other)
    assert SupervisionExtract.objects.get().is_released


def test_an_educator_who_handed_over_releases_nothing_and_takes_back_their_own(
    release, placement, someone, team, pe, student
):
    extract = release()
    placement.practice_educator = someone(Role.PRACTICE_EDUCATOR, "Nadia New", team)
    placement.save()
    end_reporting_line(
        line=student.lines_up.get(), on=HELD_ON - timedelta(days=1), why="Handed over", by=None
    )
    pe = Person.objects.get(pk=pe.pk)  # as on the next page they open
    with pytest.raises(NotAllowed, match="Only the practice educator"):
        release(replaces=extract.pk, by=pe)
    assert actions.withdraw_extract(extract=extract, why="Too much", by=pe).ended_by == pe


def test_who_covers_takes_back_what_names_a_child(release, someone, team, student):
    extract = release()
    cover = someone(Role.PRACTICE_EDUCATOR, "Cora Cover", team)
    start_reporting_line(
        person=student, answers_to=cover, kind="cover", starts_on=HELD_ON,
        ends_on=HELD_ON + timedelta(days=900), why="Leave", by=None,
    )  # fmt: skip
    actions.withdraw_extract(extract=extract, why="It says where they live", by=cover, on=HELD_ON)
    assert SupervisionExtract.objects.get().state == "withdrawn"


def test_a_newer_one_takes_the_place_of_the_old(release, pe):
    old = release()
    new = release(learning="Silences, and power.", replaces=old.pk)
    assert list(SupervisionExtract.objects.released()) == [new]
    old.refresh_from_db()
    assert (old.state, old.ended_by, old.learning) == ("replaced", pe, "Silences.")


def test_what_was_released_meanwhile_is_not_replaced_unseen(release):
    release()
    with pytest.raises(NotAllowed, match="meanwhile"):
        release()
    assert SupervisionExtract.objects.count() == 1


def test_the_database_keeps_one_extract_of_a_session(release):
    first = release()
    second = SupervisionExtract(
        session=first.session, placement=first.placement, learning="Again",
        released_by=first.released_by, released_at=first.released_at,
    )  # fmt: skip
    with pytest.raises(ValidationError, match="released already"):
        second.full_clean()
    with pytest.raises(DatabaseError), transaction.atomic():
        second.save()


def test_a_text_that_was_released_never_changes(release):
    extract = release()
    for row in (
        extract,
        actions.withdraw_extract(extract=extract, why="So", by=extract.released_by),
    ):
        rows = SupervisionExtract.objects.filter(pk=row.pk)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(learning="Something else")
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_what_was_taken_back_stays_so(release, pe, tutor):
    extract = release()
    actions.withdraw_extract(extract=extract, why="It names a street", by=pe)
    with pytest.raises(ValidationError, match="already “taken back”"):
        actions.withdraw_extract(extract=extract, why="Again", by=pe)
    with pytest.raises(DatabaseError), transaction.atomic():
        SupervisionExtract.objects.update(state="released", withdrawn_why="")
    notices = Notice.objects.filter(recipient=tutor).order_by("created_at")
    assert [bool(notice.withdrawn_at) for notice in notices] == [True, False]
    assert "was taken back" in notices[1].line
    assert "street" not in notices[1].line


def test_taking_back_needs_a_reason(release, pe):
    with pytest.raises(ValidationError, match="Say why"):
        actions.withdraw_extract(extract=release(), why=" ", by=pe)


WHO_READS = {"student", "pe", "tm", "tutor"}


def read_by(person) -> set[str]:
    seen = SupervisionExtract.objects.visible_to(person, HELD_ON)
    return set(seen.values_list("state", flat=True))


@pytest.mark.parametrize(
    "who",
    ["student", "pe", "tm", "tutor", "sw", "gm", "business_support", "auditor", "dsl", "admin",
     "outsider"],
)  # fmt: skip
def test_who_reads_it(cast, release, who):
    release(replaces=release().pk)
    reads = {"released"} if who == "tutor" else {"released", "replaced"}
    assert read_by(getattr(cast, who)) == (reads if who in WHO_READS else set())


def test_only_those_of_this_placement_read_it(release, someone, team, neighbouring_team, placement):
    release()
    other_tutor = someone(Role.UNIVERSITY_TUTOR, "Ottilie Other")
    ContactFactory(school=None, university=placement.university, role="tutor", person=other_tutor)
    for other in (
        other_tutor,
        someone(Role.STUDENT, "Omar Other", team),
        someone(Role.PRACTICE_EDUCATOR, "Paula Other", team),
        someone(Role.TEAM_MANAGER, "Tim Other", neighbouring_team),
    ):
        assert read_by(other) == set(), other


def test_an_off_site_educator_reads_and_releases_their_own(someone, student, placement, agree, ask):
    """They see no child, and hold the student's supervision all the same."""
    off_site = someone(Role.PRACTICE_EDUCATOR, "Odd Offsite")
    start_reporting_line(
        person=student, answers_to=off_site, kind="learning_only", starts_on=HELD_ON,
        why="Off-site", by=None,
    )  # fmt: skip
    session = agree(ask(SupervisionSessionFactory(student=student, practice_educator=off_site)))
    extract = actions.release_extract(
        session=session, learning="Silences.", is_checked=True, by=off_site
    )
    assert read_by(off_site) == {"released"}
    assert extract.released_by == off_site


def test_the_sessions_without_an_extract(release, placement, answered, draft):
    held = SupervisionSession.objects.held_in(placement)
    assert list(held.without_extract()) == [answered]
    extract = release()
    assert list(held.without_extract()) == []
    actions.withdraw_extract(extract=extract, why="So", by=extract.released_by)
    assert list(held.without_extract()) == [answered]
