"""The directory: who reads it, what is confirmed, by whom and when."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from partners.actions import directory
from partners.models import (
    Agency,
    Confirmation,
    ContactPerson,
    Fact,
    InsetDay,
    School,
    TermDate,
    University,
)
from partners.presenters import freshness
from tests.partners.factories import (
    AgencyFactory,
    ContactFactory,
    SchoolFactory,
    TutorFactory,
    UniversityFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 3)


def facts(partner, on=TODAY):
    return {one.fact: one for one in freshness(partner, on)}


def boxes(name: str, day: date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


# Facts


def test_a_fact_nobody_confirmed_is_stale():
    fact = facts(SchoolFactory())[Fact.TERM_DATES]
    assert (fact.sentence, fact.is_stale) == ("Never confirmed", True)


def test_the_newest_confirmation_counts_and_the_older_ones_stay(tm, business_support):
    school = SchoolFactory()
    for by, on in ((business_support, date(2026, 1, 5)), (tm, TODAY)):
        directory.confirm(partner=school, fact=Fact.TERM_DATES, by=by, on=on)
    fact = facts(school)[Fact.TERM_DATES]
    assert fact.sentence == "Last confirmed 3 March 2026 by Tess Manager"
    assert not fact.is_stale
    assert Confirmation.objects.count() == 2


@pytest.mark.parametrize(("days", "stale"), [(90, False), (91, True)])
def test_it_goes_stale_after_ninety_days(tm, days, stale):
    school = SchoolFactory()
    directory.confirm(partner=school, fact=Fact.VISITING, by=tm, on=TODAY - timedelta(days=days))
    assert facts(school)[Fact.VISITING].is_stale is stale


def test_the_number_of_days_is_a_setting(tm, settings):
    settings.PARTNER_FACT_STALE_DAYS = 7
    school = SchoolFactory()
    directory.confirm(partner=school, fact=Fact.VISITING, by=tm, on=TODAY - timedelta(days=8))
    assert facts(school)[Fact.VISITING].is_stale


def test_twice_on_a_day_is_once(tm):
    school = SchoolFactory()
    for _ in range(2):
        directory.confirm(partner=school, fact=Fact.CONTACTS, by=tm, on=TODAY)
    assert Confirmation.objects.count() == 1


def test_a_university_has_no_inset_days(tm):
    with pytest.raises(ValueError, match="no fact called inset_days"):
        directory.confirm(partner=UniversityFactory(), fact=Fact.INSET_DAYS, by=tm, on=TODAY)


@pytest.mark.parametrize(
    ("role", "fact"),
    [
        ("dsl", Fact.SAFEGUARDING_LEAD),
        ("deputy_dsl", Fact.SAFEGUARDING_LEAD),
        ("head", Fact.CONTACTS),
    ],
)
def test_saving_a_contact_confirms_the_fact_it_belongs_to(tm, role, fact):
    contact = ContactPerson(name="Mo Lead", role=role, school=SchoolFactory())
    directory.save_contact(contact=contact, by=tm, on=TODAY)
    assert [one.fact for one in contact.school.confirmations.all()] == [fact]


def test_saving_what_did_not_change_confirms_nothing(tm):
    university = UniversityFactory(ways_of_working="Mail first")
    university.town = "Worcester"
    directory.save_partner(partner=university, by=tm, on=TODAY)
    assert not university.confirmations.exists()
    university.ways_of_working = "Ring first"
    directory.save_partner(partner=university, by=tm, on=TODAY)
    assert university.confirmations.get().fact == Fact.WAYS_OF_WORKING


# What the database keeps


def test_a_contact_belongs_to_exactly_one():
    school, university = SchoolFactory(), UniversityFactory()
    for several in ({}, {"school": school, "university": university}):
        with pytest.raises(IntegrityError, match="exactly_one"), transaction.atomic():
            ContactPerson.objects.create(name="Mo", role="office", **several)


def test_terms_do_not_overlap_and_an_inset_day_is_there_once(tm):
    school = SchoolFactory()
    days = {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 10, 23)}
    directory.add_term(term=TermDate(school=school, name="Autumn 1", **days), by=tm, on=TODAY)
    with pytest.raises(ValidationError, match="already has a term"):
        directory.add_term(term=TermDate(school=school, name="Again", **days), by=tm, on=TODAY)
    directory.add_inset_day(day=InsetDay(school=school, on=TODAY), by=tm, on=TODAY)
    with pytest.raises(ValidationError, match="already there"):
        directory.add_inset_day(day=InsetDay(school=school, on=TODAY), by=tm, on=TODAY)


@pytest.mark.parametrize("urn", [99_999, 1_000_000])
def test_a_urn_has_six_digits(urn):
    with pytest.raises(IntegrityError, match="six_digits"), transaction.atomic():
        SchoolFactory(urn=urn)


def test_open_schools_are_those_taking_pupils():
    for urn, status in enumerate(School.Status.values, 100_001):
        SchoolFactory(urn=urn, status=status)
    opened = {school.status for school in School.objects.open()}
    assert opened == {"open", "closing"}
    assert {school.status for school in School.objects.all() if school.is_open} == opened


# Who reads what


def test_who_reads_what(cast):
    own_school, other_school = SchoolFactory(), SchoolFactory()
    ContactFactory(school=own_school, person=cast.dsl)
    own = TutorFactory(person=cast.tutor).university
    other = TutorFactory().university
    agency = AgencyFactory()
    for name, person in vars(cast).items():
        sees = (
            set(School.objects.visible_to(person)),
            set(University.objects.visible_to(person)),
            set(Agency.objects.visible_to(person)),
            ContactPerson.objects.visible_to(person).count(),
        )
        if name == "dsl":
            assert sees == ({own_school}, set(), set(), 1)
        elif name == "tutor":
            assert sees == (set(), {own}, set(), 1)
        else:
            assert sees == ({own_school, other_school}, {own, other}, {agency}, 3), name


@pytest.mark.parametrize("kind", ["school", "university", "agency"])
def test_who_opens_what(cast, sign_in, client, kind):
    made = {"school": SchoolFactory, "university": UniversityFactory, "agency": AgencyFactory}
    partner = made[kind]()
    editors = {"tm", "business_support", "admin"}
    for name, person in vars(cast).items():
        sign_in(person)
        status = {
            page: client.get(reverse(f"partners:{kind}-{page}", args=[partner.pk])).status_code
            for page in ("detail", "edit", "contact-add")
        }
        if name in {"dsl", "tutor"}:
            assert set(status.values()) == {404}, name
        else:
            edits = 200 if name in editors else 403
            assert status == {"detail": 200, "edit": edits, "contact-add": edits}, name
        listed = client.get(reverse(f"partners:{kind}-list")).status_code
        assert listed == (403 if name == "dsl" else 200), name


def test_a_tutor_sees_the_contacts_of_their_own_university(sign_in, tutor):
    university = UniversityFactory()
    TutorFactory(university=university, person=tutor, name="Tara Tutor")
    TutorFactory(university=university, name="Colin Colleague")
    page = sign_in(tutor).get(reverse("partners:university-detail", args=[university.pk]))
    assert "Colin Colleague" in page.content.decode()
    listed = sign_in(tutor).get(reverse("partners:university-list")).content.decode()
    assert "Schools</a>" not in listed


# Pages


def test_schools_are_found_by_name_postcode_and_urn_and_open_unless_asked(sign_in, sw):
    SchoolFactory(urn=100001, name="Oakfield Primary", postcode="WR4 9PE", town="Worcester")
    SchoolFactory(urn=100002, name="Elm High", town="Malvern")
    SchoolFactory(urn=100003, name="Ash First", status="closed", town="Malvern")
    browser = sign_in(sw)

    def found(**query):
        text = browser.get(reverse("partners:school-list"), query).content.decode()
        return {name for name in ("Oakfield Primary", "Elm High", "Ash First") if name in text}

    assert found() == {"Oakfield Primary", "Elm High"}
    assert found(q="oakf") == found(q="wr4") == found(q="100001") == {"Oakfield Primary"}
    assert found(town="Malvern") == {"Elm High"}
    assert found(status="closed") == {"Ash First"}
    assert found(status="any", town="Malvern") == {"Elm High", "Ash First"}
    assert found(q="\x00", status="nonsense", page="-3") is not None


def test_empty_lists_say_what_to_do(sign_in, business_support, sw):
    browser = sign_in(business_support)
    assert "Import the register" in browser.get(reverse("partners:school-list")).content.decode()
    sign_in(sw)
    browser = sign_in(sw)
    texts = [
        browser.get(reverse(f"partners:{kind}-list")).content.decode()
        for kind in ("school", "university", "agency")
    ]
    assert "Business support imports them" in texts[0]
    assert "adds each university" in texts[1]
    assert "adds the services we work with" in texts[2]
    narrowed = browser.get(reverse("partners:school-list"), {"q": "zzz"}).content.decode()
    assert "No school matches" in narrowed


def test_the_page_of_a_school_and_its_confirm_button(sign_in, sw, today):
    school = SchoolFactory(
        status="closing", closed_on=date(2027, 8, 31), website="http://www.a.example", phone="01905"
    )
    ContactFactory(school=school, name="Dina Lead")
    ContactFactory(school=school, name="Gone Away", is_current=False)
    InsetDay.objects.create(school=school, on=today)
    TermDate.objects.create(school=school, name="This term", starts_on=today, ends_on=today)
    browser = sign_in(sw)
    url = reverse("partners:school-detail", args=[school.pk])
    text = browser.get(url).content.decode()
    for words in ("proposed to close", "31 August 2027", "Dina Lead", "This term", "Confirm again"):
        assert words in text
    assert "Gone Away" not in text
    confirm = reverse("partners:school-confirm", args=[school.pk])
    assert browser.get(confirm).status_code == 405
    assert browser.post(confirm, {"fact": "tutors"}).status_code == 302
    assert not school.confirmations.exists()
    page = browser.post(confirm, {"fact": "term_dates"}, follow=True)
    assert f"Last confirmed {today:%-d %B %Y} by Wanda Worker" in page.content.decode()


def test_a_university_is_added_and_changed(sign_in, tm):
    browser = sign_in(tm)
    answers = {"name": "University of the Teme", "website": "teme.example", "is_current": "on"}
    assert browser.post(reverse("partners:university-add"), answers).status_code == 302
    university = University.objects.get()
    assert university.website == "https://teme.example"
    twice = browser.post(reverse("partners:university-add"), answers)
    assert twice.status_code == 200
    edit = reverse("partners:university-edit", args=[university.pk])
    assert browser.post(edit, answers | {"name": ""}).status_code == 200
    browser.post(edit, answers | {"due_dates": "Midway report by day 40"})
    assert university.confirmations.get().fact == Fact.DUE_DATES


def test_contacts_terms_and_inset_days_by_their_forms(sign_in, business_support, today, dsl):
    school = SchoolFactory()
    browser = sign_in(business_support)
    contact = {"name": "Dina Lead", "role": "dsl", "person": str(dsl.pk), "is_current": "on"}
    add = reverse("partners:school-contact-add", args=[school.pk])
    assert browser.post(add, contact).status_code == 302
    assert browser.post(add, contact | {"role": "tutor"}).status_code == 200
    made = school.contacts.get()
    edit = reverse("partners:contact-edit", args=[made.pk])
    browser.post(edit, contact | {"phone": "01905 1"})
    made.refresh_from_db()
    assert (made.person, made.phone) == (dsl, "01905 1")
    term = {"name": "Autumn"} | boxes("starts_on", today) | boxes("ends_on", today)
    browser.post(reverse("partners:term-add", args=[school.pk]), term)
    browser.post(reverse("partners:inset-day-add", args=[school.pk]), boxes("on", today))
    assert (school.terms.count(), school.inset_days.count()) == (1, 1)
    browser.post(reverse("partners:term-remove", args=[school.terms.get().pk]))
    browser.post(reverse("partners:inset-day-remove", args=[school.inset_days.get().pk]))
    assert (school.terms.count(), school.inset_days.count()) == (0, 0)
    confirmed = {one.fact for one in school.confirmations.all()}
    assert confirmed == {"safeguarding_lead", "term_dates", "inset_days"}


@pytest.mark.parametrize("kind", ["school", "university", "agency"])
def test_lists_cost_the_same_however_long(sign_in, sw, queries_for, kind):
    def rows(number):
        for _ in range(number):
            ContactFactory()
            TutorFactory()
            AgencyFactory()

    browser = sign_in(sw)
    url = reverse(f"partners:{kind}-list")
    rows(2)
    browser.get(url)  # the first request of a session costs more
    few = queries_for(lambda: browser.get(url))
    rows(18)
    assert queries_for(lambda: browser.get(url)) == few


def test_the_page_of_a_school_costs_the_same_however_much_is_known(sign_in, sw, queries_for, today):
    school = SchoolFactory()
    browser = sign_in(sw)
    url = reverse("partners:school-detail", args=[school.pk])

    def more(number, since):
        for n in range(number):
            ContactFactory(school=school)
            InsetDay.objects.create(school=school, on=today + timedelta(days=since + n))
            directory.confirm(
                partner=school, fact=Fact.CONTACTS, by=sw, on=today - timedelta(days=since + n)
            )

    more(2, 0)
    browser.get(url)  # the first request of a session costs more
    few = queries_for(lambda: browser.get(url))
    more(18, 2)
    assert queries_for(lambda: browser.get(url)) == few
