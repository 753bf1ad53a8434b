"""What in a text tells who a child is, and what only looks like it."""

from datetime import date

import pytest

from placements.anonymity import Kind, facts, scan

KNOWN = facts(
    names=[("Tomasz", "Sikorski"), ("Will", "O'Brien"), ("Anna-Maria", "Łęcka"), ("Bo", "Young")],
    references=["POP1007"],
    births=[date(2015, 3, 2), None],
    addresses=["14 Mill Lane, Malvern", "Rose Cottage, Upton"],
    schools=["River Side Church of England Primary School", "Gold School"],
)


def said(text: str, adults=()) -> list[str]:
    return [finding.said for finding in scan(text, KNOWN, adults)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tomasz drew a house.", ["Tomasz"]),
        ("tomasz drew, and TOMASZ’s mother spoke.", ["tomasz"]),
        ("A visit to the Sikorskis.", ["Sikorskis"]),
        ("Tomasz Sikorski drew.", ["Tomasz Sikorski"]),
        ("Obrien spoke, then O’Brien again.", ["Obrien"]),
        ("Lecka, as written without its accents.", ["Lecka"]),
        ("Anna Maria waited, Anna did not.", ["Anna Maria", "Anna"]),
        ("The file of pop1007.", ["pop1007"]),
        ("They live at 14, Mill Lane.", ["14, Mill Lane"]),
        ("We met in mill lane.", ["mill lane"]),
        ("At Rose Cottage.", ["Rose Cottage"]),
        ("In Malvern and in Upton.", []),
        ("River Side Church of England Primary School called.",
         ["River Side Church of England Primary School"]),
        ("The head of River Side called; Riverside it is.", ["River Side", "Riverside"]),
        ("The Church of England school.", []),
    ],
)  # fmt: skip
def test_names_homes_and_schools_are_found(text, found):
    assert said(text) == found


@pytest.mark.parametrize(
    "born",
    ["2 March 2015", "2nd of March 2015", "02/03/2015", "2.3.15", "2015-03-02", "March 2, 2015",
     "2-Mar-2015"],
)  # fmt: skip
def test_a_date_of_birth_is_found_however_it_is_written(born):
    assert [finding.kind for finding in scan(f"Born {born}.", KNOWN)] == [Kind.BORN]


@pytest.mark.parametrize(
    "text", ["On 3 March 2015 it snowed.", "31/02/2015", "Day 2, March 2015", "12/13/2015"]
)
def test_another_date_is_none(text):
    assert said(text) == []


@pytest.mark.parametrize("text", ["H801200001001 is on the form", "Sent to wr14 2ab", "WR142AB"])
def test_numbers_are_found_by_their_shape(text):
    (finding,) = scan(text, facts())
    assert finding.kind in {Kind.PUPIL_NUMBER, Kind.POSTCODE}
    assert not finding.may_be_a_word


def test_an_everyday_word_is_a_name_only_with_a_capital():
    assert said("I will work with young people, and bo is no word.") == []
    assert said("Will is young, Young is not. Bo is two letters.") == ["Will", "Young", "Bo"]


def test_a_single_word_may_be_one_and_a_whole_name_may_not():
    finding = dict.fromkeys(("Will", "Will O’Brien", "14 Mill Lane", "Mill Lane", "Gold"))
    for text in finding:
        (finding[text],) = scan(text, KNOWN)
    assert {text: one.may_be_a_word for text, one in finding.items()} == {
        "Will": True,
        "Will O’Brien": False,
        "14 Mill Lane": False,
        "Mill Lane": True,
        "Gold": True,
    }


def test_a_colleague_of_the_same_name_is_no_child():
    assert said("Will agreed with Tomasz.", adults=["Will Worker"]) == ["Tomasz"]
    assert said("Will O'Brien agreed.", adults=["Will Worker"]) == ["Will O'Brien"]


def test_a_finding_stands_once_and_says_what_it_is():
    (finding,) = scan("Tomasz, tomasz and Tomasz's.", KNOWN)
    assert finding.key == "tomasz"
    assert finding.sentence.startswith("“Tomasz” is the name of somebody in a family")


def test_nothing_known_finds_nothing():
    assert scan("Tomasz of 14 Mill Lane.", facts()) == []
