"""The people around one child as one reader may know them, read in a single query.

Lists, the genogram, the ecomap and the overview's panel are all made from a `Circle`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.models import Person
from accounts.prepared import prepared
from casework.child.models import Child, visible_children
from casework.child.policies import SEES_MASKED_ROWS
from casework.chronology.contexts.models import MissingEpisode
from casework.family.codes import Basis
from casework.family.education.models import EducationFact
from casework.family.models import (
    FamilyMember,
    HouseholdMember,
    NoRecourse,
    ParentalResponsibility,
    Relationship,
    Tie,
)

RESTRICTED = "Restricted"


@dataclass(frozen=True, kw_only=True)
class Someone:
    """One person. A masked one is a child whose record is closed to the reader: no name, no date.

    `child_id` is their own record with us, where the reader may open it.
    """

    id: UUID
    name: str
    sex: str
    born_on: date | None
    died_on: date | None
    has_died: bool
    languages: str = ""
    interpreter: str = ""
    communication_needs: str = ""
    disabilities: tuple[str, ...] = ()
    phone: str = ""
    phone_withheld: bool = False
    phone_withheld_why: str = ""
    child_id: UUID | None = None
    is_masked: bool = False

    def age(self, on: date) -> int | None:
        """Whole years today, or at death; None where it is not known or not begun."""
        end = self.died_on if self.has_died else on
        if self.born_on is None or end is None or self.born_on > end:
            return None
        before = (end.month, end.day) < (self.born_on.month, self.born_on.day)
        return end.year - self.born_on.year - before


@dataclass(frozen=True, kw_only=True)
class Kin:
    """What somebody is to the child."""

    relationship_id: UUID
    someone: Someone
    kind: str
    called: str
    bond: str
    note: str
    starts_on: date | None
    ended_on: date | None
    ended_why: str

    def is_current(self, on: date) -> bool:
        return self.ended_on is None or self.ended_on > on


@dataclass(frozen=True, kw_only=True)
class Bound:
    """What holds, or held, between two people of the circle."""

    id: UUID
    one: UUID
    other: UUID
    kind: str
    starts_on: date | None
    ended_on: date | None
    ended_how: str
    note: str

    def is_current(self, on: date) -> bool:
        return self.ended_on is None or self.ended_on > on


@dataclass(frozen=True, kw_only=True)
class Responsible:
    """Parental responsibility of somebody for the child, or that they have none."""

    id: UUID
    member: UUID
    basis: str
    starts_on: date
    ends_on: date | None
    why: str

    @property
    def has_it(self) -> bool:
        return self.basis != Basis.NONE


@dataclass(frozen=True, kw_only=True)
class Living:
    """Somebody lives in a household. Of a withheld address nothing but the reason is read."""

    household: UUID
    member: UUID
    starts_on: date
    ends_on: date | None
    kind: str
    address: str
    postcode: str
    withheld: bool
    withheld_why: str

    def is_current(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


@dataclass(frozen=True)
class Circle:
    """Everything about the people around a child that its pages draw."""

    child: Someone
    kin: tuple[Kin, ...] = ()
    ties: tuple[Bound, ...] = ()
    responsible: tuple[Responsible, ...] = ()
    living: tuple[Living, ...] = ()
    no_recourse: dict[UUID, tuple[date, str]] = field(default_factory=dict)
    missing_since: datetime | None = None
    education: tuple[dict[str, Any], ...] = ()

    def people(self) -> dict[UUID, Someone]:
        return {self.child.id: self.child} | {kin.someone.id: kin.someone for kin in self.kin}

    def responsibility(self, member: UUID, on: date) -> Responsible | None:
        """What is recorded of this person's parental responsibility on that day."""
        for row in self.responsible:
            in_force = row.starts_on <= on and (row.ends_on is None or row.ends_on >= on)
            if row.member == member and in_force:
                return row
        return None

    def at_home(self, on: date) -> set[UUID]:
        """Who lives under one roof with the child on that day, the child included."""
        homes = {
            row.household
            for row in self.living
            if row.member == self.child.id and row.is_current(on)
        }
        return {row.member for row in self.living if row.household in homes and row.is_current(on)}


class _Glanced(Protocol):
    circle: Circle


def glance(person: Person, child: Child, on: date) -> Circle:
    """The same circle for every panel of one page, read once and kept on the child."""
    carrier = cast(_Glanced, child)
    if not hasattr(carrier, "circle"):
        carrier.circle = read_circle(person, child, on)
    return carrier.circle


def read_circle(person: Person, child: Child, on: date) -> Circle:
    """The circle of a child the reader may open; people a conflict or restriction hides are masked
    for the roles that see masked rows, and absent for everybody else. With it come what the
    overview says at a glance: being missing, and what holds of education. One query."""
    [row] = _told(person, child, on)
    return _circle(row, person, child)


@prepared
def _told(person: Person, child: Child, on: date) -> QuerySet[Child, Any]:
    around = FamilyMember.objects.around(child)
    return (
        Child.objects.filter(pk=child.pk)
        .annotate(
            own=ArraySubquery(
                FamilyMember.objects.filter(known_child=child).values_list(
                    JSONObject(id=F("pk"), languages=F("languages"), interpreter=F("interpreter")),
                    flat=True,
                )
            ),
            kin=ArraySubquery(_kin(person, child, on)),
            ties=ArraySubquery(_as_rows(Tie.objects.among(around), TIE_FIELDS)),
            responsible=ArraySubquery(
                _as_rows(ParentalResponsibility.objects.filter(child=child), PR_FIELDS)
            ),
            living=ArraySubquery(
                _as_rows(
                    HouseholdMember.objects.filter(member__in=around.values("pk")), HOME_FIELDS
                )
            ),
            recourse=ArraySubquery(
                _as_rows(
                    NoRecourse.objects.filter(member__in=around.values("pk")).in_force(on),
                    RECOURSE_FIELDS,
                )
            ),
            missing_since=Subquery(
                MissingEpisode.objects.about(child).still_missing().values("missing_from")[:1]
            ),
            education=ArraySubquery(
                _as_rows(EducationFact.objects.filter(child=child).in_force(on), EDUCATION_FIELDS)
            ),
        )
        .values(
            "own", "kin", "ties", "responsible", "living", "recourse", "missing_since", "education"
        )
    )


TIE_FIELDS = {
    "id": "pk",
    "one": "one_id",
    "other": "other_id",
    **{name: name for name in ("kind", "starts_on", "ended_on", "ended_how", "note")},
}
PR_FIELDS = {
    "id": "pk",
    "member": "member_id",
    **{name: name for name in ("basis", "starts_on", "ends_on", "why")},
}
HOME_FIELDS = {
    "household": "household_id",
    "member": "member_id",
    "starts_on": "starts_on",
    "ends_on": "ends_on",
    **{
        name: f"household__{name}"
        for name in ("kind", "address", "postcode", "withheld", "withheld_why")
    },
}
RECOURSE_FIELDS = {"member": "member_id", "starts_on": "starts_on", "source": "source"}
EDUCATION_FIELDS = {"kind": "kind", "starts_on": "starts_on", "ends_on": "ends_on"}
KIN_FIELDS = {
    "relationship_id": "pk",
    "member": "member_id",
    **{
        name: name
        for name in ("kind", "called", "bond", "note", "starts_on", "ended_on", "ended_why")
    },
    **{
        name: f"member__{name}"
        for name in (
            "first_name",
            "last_name",
            "sex",
            "dob",
            "is_deceased",
            "date_of_death",
            "phone",
            "contact_withheld",
            "contact_withheld_why",
            "languages",
            "interpreter",
            "communication_needs",
            "disabilities",
            "known_child_id",
        )
    },
    **{
        f"known_{name}": f"member__known_child__{name}"
        for name in ("first_name", "known_as", "last_name", "sex", "dob", "date_of_death")
    },
}


def _as_rows(rows: Any, fields: dict[str, str], **more: Any) -> Any:
    """Rows as one JSON object each, for an array subquery."""
    expression = JSONObject(**{name: F(path) for name, path in fields.items()}, **more)
    return rows.order_by("pk").values_list(expression, flat=True)


def _kin(person: Person, child: Child, on: date) -> Any:
    known = Child.objects.standing().without_conflict(person).unrestricted_for(person, on)
    return _as_rows(
        Relationship.objects.filter(child=child),
        KIN_FIELDS,
        is_known=_is(Q(member__known_child__in=known.values("pk"))),
        may_open=_is(Q(member__known_child__in=visible_children(person, on))),
    )


def _is(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


def _circle(row: dict[str, Any], person: Person, child: Child) -> Circle:
    kin = tuple(
        _one_kin(each)
        for each in row["kin"]
        if each["known_child_id"] is None or each["is_known"] or person.role in SEES_MASKED_ROWS
    )
    own = row["own"][0] if row["own"] else {"id": child.pk}
    me = Someone(
        id=UUID(str(own["id"])),
        name=child.known_as or child.first_name,
        sex=child.sex,
        born_on=child.dob,
        died_on=child.date_of_death,
        has_died=child.date_of_death is not None,
        languages=child.languages,
        child_id=child.pk,
    )
    shown = {me.id} | {each.someone.id for each in kin}
    return Circle(
        child=me,
        kin=kin,
        ties=tuple(
            Bound(**_typed(each))
            for each in row["ties"]
            if {UUID(each["one"]), UUID(each["other"])} <= shown
        ),
        responsible=tuple(
            Responsible(**_typed(each))
            for each in row["responsible"]
            if UUID(each["member"]) in shown
        ),
        living=tuple(_one_living(each) for each in row["living"] if UUID(each["member"]) in shown),
        no_recourse={
            UUID(each["member"]): (date.fromisoformat(each["starts_on"]), each["source"])
            for each in row["recourse"]
            if UUID(each["member"]) in shown
        },
        missing_since=row["missing_since"],
        education=tuple(_typed(each) for each in row["education"]),
    )


def _one_living(each: dict[str, Any]) -> Living:
    row = _typed(each)
    if row["withheld"]:
        row |= {"address": "", "postcode": ""}
    return Living(**row)


def _one_kin(each: dict[str, Any]) -> Kin:
    row = _typed(each)
    return Kin(
        someone=_someone(row),
        **{
            name: row[name]
            for name in (
                "relationship_id",
                "kind",
                "called",
                "bond",
                "note",
                "starts_on",
                "ended_on",
                "ended_why",
            )
        },
    )


def _someone(row: dict[str, Any]) -> Someone:
    is_child = row["known_child_id"] is not None
    if is_child and not row["is_known"]:
        return Someone(
            id=row["member"],
            name=RESTRICTED,
            sex="U",
            born_on=None,
            died_on=None,
            has_died=False,
            is_masked=True,
        )
    own = "known_" if is_child else ""
    names = (row["known_known_as"] if is_child else "") or row[f"{own}first_name"]
    died_on = row[f"{own}date_of_death"]
    withheld = row["contact_withheld"]
    return Someone(
        id=row["member"],
        name=f"{names} {row[f'{own}last_name']}".strip(),
        sex=row[f"{own}sex"],
        born_on=row[f"{own}dob"],
        died_on=died_on,
        has_died=row["is_deceased"] or died_on is not None,
        languages=row["languages"],
        interpreter=row["interpreter"],
        communication_needs=row["communication_needs"],
        disabilities=tuple(row["disabilities"]),
        phone="" if withheld else row["phone"],
        phone_withheld=withheld,
        phone_withheld_why=row["contact_withheld_why"],
        child_id=UUID(str(row["known_child_id"])) if row["may_open"] else None,
    )


_IDS = {"id", "one", "other", "member", "household", "relationship_id"}
_DAYS = {
    "starts_on",
    "ends_on",
    "ended_on",
    "dob",
    "date_of_death",
    "known_dob",
    "known_date_of_death",
}


def _typed(each: dict[str, Any]) -> dict[str, Any]:
    """A row of JSON with its ids and days as what they are."""
    return {
        name: UUID(value)
        if name in _IDS
        else date.fromisoformat(value)
        if name in _DAYS and value
        else value
        for name, value in each.items()
    }
