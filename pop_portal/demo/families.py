"""Invented families of many origins, and the story each one plays in the demo.

No family here is real, and the unique pupil numbers are made to be impossible.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Story(Enum):
    """What happens to a family's open work; `pop_portal.demo.stories` plays each one."""

    CLOSED = "worked with and closed in the last two years"
    EARLY_HELP = "level 3 work by consent, sessions every fortnight"
    ASSESSMENT = "child in need, an assessment running, co-worked"
    ASSESSMENT_LATE = "child in need, the assessment past its day"
    UNALLOCATED = "opened and waiting for an accountable worker"
    WITHDRAWN = "consent to sessions withdrawn"
    RESTRICTED = "closed to all but those named"
    REQUESTED = "a request waits for its decision"
    REFUSED = "a request declined, and where to go instead"


@dataclass(frozen=True)
class DemoChild:
    first: str
    sex: str
    age: int
    school: str
    languages: str = "English"
    last: str = ""


@dataclass(frozen=True)
class Grownup:
    name: str
    relation: str
    age: int
    household: bool = True
    responsible: bool = True


@dataclass(frozen=True)
class Family:
    """`began` counts working days before today; `student` and `worker` are keys of the cast."""

    surname: str
    ethnicity: str
    story: Story
    began: int
    student: str
    worker: str
    theme: str
    children: tuple[DemoChild, ...]
    grownups: tuple[Grownup, ...]


def _mum(name: str, age: int = 34) -> Grownup:
    return Grownup(name, "mother", age)


def _dad(name: str, age: int = 37, *, household: bool = True) -> Grownup:
    return Grownup(name, "father", age, household)


def _nan(name: str, age: int = 61) -> Grownup:
    return Grownup(name, "grandmother", age, household=True, responsible=False)


C = DemoChild

FAMILIES: Final = (
    Family("Sobczak", "WOTH", Story.ASSESSMENT, 43, "ewa", "lorna", "arguments",
           (C("Tomasz", "M", 9, "oakfield", "Polish, English"), C("Zofia", "F", 4, "oakfield", "Polish, English")),
           (_mum("Magda Sobczak", 33), _dad("Piotr Sobczak", 36, household=False))),
    Family("Brennan", "WIRI", Story.ASSESSMENT_LATE, 47, "ben", "rob", "drinking",
           (C("Joseph", "M", 12, "severnbank"), C("Aoife", "F", 8, "oakfield")),
           (_mum("Siobhan Brennan", 38), _dad("Declan Brennan", 41))),
    Family("Kallon", "BAFR", Story.ASSESSMENT, 30, "ben", "rob", "housing",
           (C("Musa", "M", 10, "larkhill", "Krio, English"), C("Fatmata", "F", 6, "st_wulstan", "Krio, English")),
           (_mum("Isatu Kallon", 31),)),
    Family("Hartley", "WBRI", Story.EARLY_HELP, 55, "ben", "lorna", "worry",
           (C("Ellie", "F", 14, "malvernrise"),), (_mum("Dawn Hartley", 40), _nan("Jean Hartley", 67))),
    Family("Chaudhry", "APKN", Story.EARLY_HELP, 52, "ben", "rob", "bullying",
           (C("Zain", "M", 13, "severnbank", "Urdu, English"), C("Hania", "F", 11, "severnbank", "Urdu, English")),
           (_mum("Saima Chaudhry", 36), _dad("Adnan Chaudhry", 39))),
    Family("Okonjo", "BAFR", Story.EARLY_HELP, 50, "amara", "lorna", "friends",
           (C("Chidi", "M", 11, "severnbank"),), (_mum("Ngozi Okonjo", 39),)),
    Family("Penhale", "WBRI", Story.ASSESSMENT, 33, "amara", "meera", "neglect",
           (C("Logan", "M", 7, "oakfield"), C("Skye", "F", 5, "oakfield"), C("Rhys", "M", 2, "")),
           (_mum("Kayleigh Penhale", 26),)),
    Family("Vasquez", "WOTH", Story.EARLY_HELP, 9, "chloe", "lorna", "worry",
           (C("Mateo", "M", 8, "st_wulstan", "Spanish, English"),), (_mum("Lucia Vasquez", 32),)),
    Family("Drummond", "WBRI", Story.EARLY_HELP, 48, "dev", "tom", "knife",
           (C("Kai", "M", 15, "malvernrise"),), (_mum("Tracey Drummond", 42), _dad("Lee Drummond", 44, household=False))),
    Family("Nasser", "OOTH", Story.ASSESSMENT, 24, "dev", "tom", "arguments",
           (C("Layla", "F", 10, "larkhill", "Arabic, English"), C("Omar", "M", 7, "st_wulstan", "Arabic, English")),
           (_mum("Rania Nasser", 34), _dad("Samir Nasser", 38))),
    Family("Whitcombe", "MWBC", Story.EARLY_HELP, 41, "dev", "rob", "online",
           (C("Tia", "F", 13, "severnbank"),), (_mum("Donna Whitcombe", 35),)),
    Family("Rees", "WBRI", Story.EARLY_HELP, 38, "dev", "meera", "loss",
           (C("Cerys", "F", 9, "oakfield", "Welsh, English"), C("Dylan", "M", 12, "severnbank", "Welsh, English")),
           (_dad("Gethin Rees", 43), _nan("Mair Rees", 70))),
    Family("Begum", "ABAN", Story.ASSESSMENT, 19, "farah", "yewande", "housing",
           (C("Nusrat", "F", 6, "st_wulstan", "Bengali, English"), C("Tahmid", "M", 3, "", "Bengali")),
           (_mum("Rukhsana Begum", 29),)),
    Family("Lockyer", "WBRI", Story.EARLY_HELP, 45, "farah", "lorna", "friends",
           (C("Maisie", "F", 10, "larkhill"),), (_mum("Beth Lockyer", 33), _dad("Craig Lockyer", 35))),
    Family("Adjei", "BAFR", Story.EARLY_HELP, 36, "farah", "yewande", "school",
           (C("Kwame", "M", 14, "malvernrise"), C("Abena", "F", 12, "malvernrise")), (_mum("Esther Adjei", 41),)),
    Family("Trent", "WBRI", Story.WITHDRAWN, 34, "grace", "lorna", "worry",
           (C("Alfie", "M", 11, "severnbank"),), (_mum("Gemma Trent", 37), _dad("Steve Trent", 40, household=False))),
    Family("Kowalczyk", "WOTH", Story.EARLY_HELP, 33, "grace", "rob", "identity",
           (C("Lena", "F", 13, "malvernrise", "Polish, English"),), (_mum("Agnieszka Kowalczyk", 38),)),
    Family("Farrow", "WBRI", Story.ASSESSMENT, 27, "grace", "meera", "drinking",
           (C("Callum", "M", 8, "oakfield"), C("Brooke", "F", 6, "oakfield")), (_mum("Stacey Farrow", 30), _nan("Linda Farrow", 58))),
    Family("Sandhu", "AIND", Story.EARLY_HELP, 9, "harry", "tom", "school",
           (C("Arjan", "M", 9, "st_wulstan", "Punjabi, English"),), (_mum("Harpreet Sandhu", 35), _dad("Jaspal Sandhu", 38))),
    Family("Mbeki", "BAFR", Story.ASSESSMENT, 38, "iqra", "yewande", "neglect",
           (C("Thandi", "F", 12, "larkhill", "Zulu, English"), C("Sipho", "M", 9, "larkhill", "Zulu, English")),
           (_mum("Nomsa Mbeki", 34),)),
    Family("Gallagher", "WIRT", Story.EARLY_HELP, 60, "iqra", "rob", "school",
           (C("Bridget", "F", 11, "severnbank"), C("Patrick", "M", 10, "larkhill")), (_mum("Nora Gallagher", 32), _dad("Miles Gallagher", 34))),
    Family("Oduya", "MWBA", Story.EARLY_HELP, 56, "iqra", "lorna", "identity",
           (C("Jayden", "M", 15, "malvernrise"),), (_mum("Claire Oduya", 39),)),
    Family("Petrov", "WOTH", Story.EARLY_HELP, 40, "jonah", "tom", "online",
           (C("Viktor", "M", 14, "severnbank", "Bulgarian, English"),), (_mum("Elena Petrova", 40),)),
    Family("Maddox", "WBRI", Story.ASSESSMENT, 14, "jonah", "meera", "arguments",
           (C("Freya", "F", 5, "oakfield"), C("Harvey", "M", 3, "")), (_mum("Jodie Maddox", 25), _dad("Ryan Maddox", 27))),
    Family("Tran", "AOTH", Story.EARLY_HELP, 35, "kofi", "lorna", "worry",
           (C("Minh", "M", 12, "larkhill", "Vietnamese, English"),), (_mum("Lan Tran", 41), _dad("Huy Tran", 44))),
    Family("Sealey", "MWBC", Story.EARLY_HELP, 31, "kofi", "yewande", "knife",
           (C("Reuben", "M", 14, "malvernrise"),), (_mum("Paulette Sealey", 43),)),
    Family("Ferreira", "WOTH", Story.ASSESSMENT, 8, "lowri", "tom", "loss",
           (C("Beatriz", "F", 7, "st_wulstan", "Portuguese, English"),), (_dad("Rui Ferreira", 36),)),
    Family("Ismail", "BAFR", Story.EARLY_HELP, 22, "lowri", "rob", "friends",
           (C("Ayaan", "M", 10, "larkhill", "Somali, English"), C("Hodan", "F", 8, "oakfield", "Somali, English")), (_mum("Sahra Ismail", 33),)),
    Family("Colby", "WBRI", Story.RESTRICTED, 28, "", "lorna", "arguments",
           (C("Imogen", "F", 10, "larkhill"),), (_mum("Sarah Colby", 36),)),
    Family("Danjuma", "BAFR", Story.UNALLOCATED, 4, "", "", "housing",
           (C("Halima", "F", 6, "st_wulstan", "Hausa, English"), C("Yusuf", "M", 4, "oakfield", "Hausa, English")), (_mum("Amina Danjuma", 30),)),
    Family("Beech", "WBRI", Story.UNALLOCATED, 2, "", "", "neglect",
           (C("Tyler", "M", 9, "oakfield"),), (_mum("Leanne Beech", 29),)),
    Family("Marchetti", "WOTH", Story.REQUESTED, 1, "", "", "friends",
           (C("Sofia", "F", 11, "severnbank", "Italian, English"),), (_mum("Giulia Marchetti", 38),)),
    Family("Clayton", "WBRI", Story.REQUESTED, 0, "", "", "worry",
           (C("Noah", "M", 8, "oakfield"),), (_mum("Hannah Clayton", 31),)),
    Family("Akhtar", "APKN", Story.REFUSED, 15, "", "", "school",
           (C("Bilal", "M", 13, "malvernrise", "Urdu, English"),), (_mum("Nasreen Akhtar", 37),)),
    Family("Winslade", "WBRI", Story.CLOSED, 420, "maya", "lorna", "friends",
           (C("Oscar", "M", 12, "severnbank"), C("Phoebe", "F", 9, "oakfield")), (_mum("Karen Winslade", 40),)),
    Family("Achebe", "BAFR", Story.CLOSED, 405, "oscar", "rob", "identity",
           (C("Ifeoma", "F", 15, "malvernrise"),), (_mum("Chioma Achebe", 42),)),
    Family("Jessop", "WBRI", Story.CLOSED, 295, "petra", "lorna", "worry",
           (C("Archie", "M", 10, "larkhill"), C("Daisy", "F", 7, "oakfield")), (_mum("Lisa Jessop", 34), _dad("Mark Jessop", 36))),
    Family("Zielinski", "WOTH", Story.CLOSED, 190, "quinn", "rob", "loss",
           (C("Kacper", "M", 11, "larkhill", "Polish, English"),), (_mum("Beata Zielinska", 37),)),
    Family("Moyo", "BAFR", Story.CLOSED, 185, "quinn", "meera", "bullying",
           (C("Tendai", "M", 13, "severnbank", "Shona, English"),), (_mum("Rudo Moyo", 39),)),
)  # fmt: skip
