"""Families for drawing, made without a database."""

from datetime import date
from uuid import UUID, uuid4

from hypothesis import strategies as st

from casework.family.circle import Bound, Circle, Kin, Living, Responsible, Someone
from casework.family.codes import Kind, TieEnd, TieKind

TODAY = date(2026, 11, 22)
HOME = UUID(int=7)


def person(name, sex="U", born=None, died=None):
    return Someone(
        id=uuid4(), name=name, sex=sex, born_on=born, died_on=died, has_died=died is not None
    )


def kin(someone, kind, *, called="", ended_on=None, bond="unknown"):
    return Kin(
        relationship_id=uuid4(),
        someone=someone,
        kind=kind,
        called=called,
        bond=bond,
        note="",
        starts_on=None,
        ended_on=ended_on,
        ended_why="",
    )


def tie(one, other, kind, *, ended_on=None, how=""):
    return Bound(
        id=uuid4(),
        one=one.id,
        other=other.id,
        kind=kind,
        starts_on=None,
        ended_on=ended_on,
        ended_how=how,
        note="",
    )


def living(*people):
    return tuple(
        Living(
            household=HOME,
            member=one.id,
            starts_on=date(2020, 1, 1),
            ends_on=None,
            kind="home",
            address="",
            postcode="",
            withheld=False,
            withheld_why="",
        )
        for one in people
    )


def responsible(someone, basis="birth_mother"):
    return Responsible(
        id=uuid4(),
        member=someone.id,
        basis=basis,
        starts_on=date(2017, 3, 4),
        ends_on=None,
        why="",
    )


@st.composite
def circles(draw):
    """Any family somebody could record, contradictions included."""
    child = person("Tomasz", "M", date(2017, 3, 4))
    days = st.dates(date(1940, 1, 1), date(2027, 6, 1))
    people = [
        person(
            f"Person {number}",
            draw(st.sampled_from("MFU")),
            draw(st.none() | days),
            draw(st.none() | st.just(date(2025, 1, 1))),
        )
        for number in range(draw(st.integers(0, 14)))
    ]
    around = tuple(kin(one, draw(st.sampled_from(Kind.values))) for one in people)
    everybody = [child, *people]
    pairs = st.tuples(st.sampled_from(everybody), st.sampled_from(everybody))
    ties = tuple(
        tie(
            one,
            other,
            draw(st.sampled_from(TieKind.values)),
            how=draw(st.sampled_from(["", TieEnd.SEPARATED, TieEnd.DIVORCED])),
        )
        for one, other in draw(st.lists(pairs, max_size=14))
        if one != other
    )
    home = draw(st.lists(st.sampled_from(everybody), unique_by=lambda one: one.id))
    return Circle(child, around, ties, (), living(*home))
