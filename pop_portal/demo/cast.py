"""The people of the demo team. All are invented; every address ends in `.example`."""

from dataclasses import dataclass
from typing import Final

from accounts.roles import Role

PASSWORD: Final = "practice makes better"


def address_of(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@pop.example"


@dataclass(frozen=True)
class Character:
    key: str
    name: str
    role: Role
    team: str
    registration_number: str = ""

    @property
    def email(self) -> str:
        return address_of(self.name)


POP: Final = "Positive Outcomes Project"
NORTH: Final = "Wyre Forest and Bromsgrove social work team"
SOUTH: Final = "Malvern and Wychavon social work team"

STAFF: Final = (
    Character("tm", "Marian Holt", Role.TEAM_MANAGER, POP, "SW100201"),
    Character("gm", "Caroline Stokes", Role.GROUP_MANAGER, POP, "SW100202"),
    Character("nadia", "Nadia Rahman", Role.PRACTICE_EDUCATOR, POP, "SW100301"),
    Character("owen", "Owen Price", Role.PRACTICE_EDUCATOR, POP, "SW100302"),
    Character("sian", "Sian Evans", Role.PRACTICE_EDUCATOR, POP, "SW100303"),
    Character("bethan", "Bethan Rees", Role.PRACTICE_EDUCATOR, POP, "SW100304"),
    Character("lorna", "Lorna Grant", Role.SOCIAL_WORKER, POP, "SW100401"),
    Character("rob", "Rob Hale", Role.SOCIAL_WORKER, POP, "SW100402"),
    Character("meera", "Meera Joshi", Role.SOCIAL_WORKER, NORTH, "SW100403"),
    Character("tom", "Tom Ashdown", Role.SOCIAL_WORKER, NORTH, "SW100404"),
    Character("yewande", "Yewande Bello", Role.SOCIAL_WORKER, SOUTH, "SW100405"),
    Character("north_tm", "Gareth Pugh", Role.TEAM_MANAGER, NORTH, "SW100501"),
    Character("south_tm", "Anita Bhatt", Role.TEAM_MANAGER, SOUTH, "SW100502"),
    Character("pat", "Pat Lowe", Role.BUSINESS_SUPPORT, POP),
    Character("jess", "Jess Kimber", Role.BUSINESS_SUPPORT, POP),
    Character("ruth", "Ruth Adeyemi", Role.QUALITY_AUDITOR, POP, "SW100601"),
    Character("frost", "Alan Frost", Role.UNIVERSITY_TUTOR, ""),
    Character("nair", "Priya Nair", Role.UNIVERSITY_TUTOR, ""),
    Character("karen", "Karen Doyle", Role.SCHOOL_LEAD, ""),
    Character("imran", "Imran Sheikh", Role.SCHOOL_LEAD, ""),
    Character("lucy", "Lucy Tranter", Role.SCHOOL_LEAD, ""),
    Character("dan", "Dan Webb", Role.ADMINISTRATOR, POP),
)


@dataclass(frozen=True)
class StudentCharacter:
    """A student and the placement they are on; `began` counts working days before today."""

    key: str
    name: str
    educator: str
    university: str
    days: int
    pattern: tuple[int, ...]
    began: int
    off_sick: tuple[int, ...] = ()

    @property
    def email(self) -> str:
        return address_of(self.name)


FIVE_DAYS: Final = (0, 1, 2, 3, 4)
FOUR_DAYS: Final = (0, 1, 2, 3)

STUDENTS: Final = (
    StudentCharacter("amara", "Amara Okafor", "nadia", "severn", 100, FIVE_DAYS, 62),
    StudentCharacter("ben", "Ben Whitlock", "nadia", "severn", 100, FIVE_DAYS, 71, (30,)),
    StudentCharacter("chloe", "Chloe Marsh", "nadia", "teme", 70, FOUR_DAYS, 11),
    StudentCharacter("ewa", "Ewa Nowak", "nadia", "teme", 70, FOUR_DAYS, 50, (26, 25)),
    StudentCharacter("dev", "Dev Patel", "owen", "severn", 100, FIVE_DAYS, 66),
    StudentCharacter("farah", "Farah Aziz", "owen", "severn", 100, FIVE_DAYS, 58, (12, 11, 10)),
    StudentCharacter("grace", "Grace Mensah", "owen", "teme", 70, FOUR_DAYS, 40),
    StudentCharacter("harry", "Harry Lunn", "owen", "teme", 70, FOUR_DAYS, 11),
    StudentCharacter("iqra", "Iqra Hussain", "sian", "severn", 100, FIVE_DAYS, 90),
    StudentCharacter("jonah", "Jonah Blake", "sian", "severn", 100, FIVE_DAYS, 47),
    StudentCharacter("kofi", "Kofi Asante", "sian", "teme", 70, FOUR_DAYS, 40, (5,)),
    StudentCharacter("lowri", "Lowri Davies", "sian", "teme", 70, FOUR_DAYS, 24),
)

# Students of the two years before: what they did is history, and they can sign in no more.
FORMER_STUDENTS: Final = (
    StudentCharacter("maya", "Maya Lindqvist", "nadia", "severn", 70, FIVE_DAYS, 430),
    StudentCharacter("oscar", "Oscar Reyes", "owen", "severn", 100, FIVE_DAYS, 420),
    StudentCharacter("petra", "Petra Novak", "sian", "teme", 70, FIVE_DAYS, 310),
    StudentCharacter("quinn", "Quinn Abara", "owen", "teme", 70, FIVE_DAYS, 200),
)

# A placement that stood still for a while, and changed hands.
INTERRUPTED: Final = StudentCharacter(
    "rhian", "Rhian Morgan", "bethan", "severn", 70, FIVE_DAYS, 75
)

UNIVERSITIES: Final = {
    "severn": "Severn Vale University",
    "teme": "University of the Teme Valley",
}
TUTORS: Final = {"severn": "frost", "teme": "nair"}


@dataclass(frozen=True)
class DemoSchool:
    key: str
    urn: int
    name: str
    low_age: int
    high_age: int
    town: str
    lead: str


SCHOOLS: Final = (
    DemoSchool("oakfield", 990001, "Oakfield Primary School", 4, 11, "Kidderminster", "karen"),
    DemoSchool("severnbank", 990002, "Severn Bank Academy", 11, 18, "Stourport-on-Severn", "imran"),
    DemoSchool("malvernrise", 990003, "Malvern Rise High School", 11, 16, "Malvern", "lucy"),
    DemoSchool(
        "st_wulstan", 990004, "St Wulstan's Brook Primary School", 4, 11, "Worcester", "karen"
    ),
    DemoSchool("larkhill", 990005, "Larkhill Middle School", 9, 13, "Droitwich", "lucy"),
)
