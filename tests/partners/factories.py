"""Partners of the tests, and register files made on the spot."""

import csv
from collections.abc import Iterable, Mapping
from io import BytesIO, StringIO

import factory
from factory.django import DjangoModelFactory

from partners.models import Agency, ContactPerson, School, University


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = School

    urn = factory.Sequence(lambda n: 700_000 + n)
    name = factory.Sequence(lambda n: f"Oakfield Primary {n}")
    town = "Worcester"


class UniversityFactory(DjangoModelFactory):
    class Meta:
        model = University

    name = factory.Sequence(lambda n: f"University of the Teme {n}")


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Locality team {n}")
    kind = Agency.Kind.LOCALITY_TEAM


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = ContactPerson

    name = factory.Sequence(lambda n: f"Contact Number{n}")
    role = ContactPerson.Role.DSL
    school = factory.SubFactory(SchoolFactory)


class TutorFactory(ContactFactory):
    role = ContactPerson.Role.TUTOR
    school = None
    university = factory.SubFactory(UniversityFactory)


ROW = {
    "URN": "100001",
    "LA (code)": "885",
    "LA (name)": "Worcestershire",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Saint Anne’s Primary",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1994",
    "CloseDate": "",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "ReligiousCharacter (name)": "Does not apply",
    "Street": "1 High Street",
    "Locality": "",
    "Address3": "",
    "Town": "Worcester",
    "County (name)": "Worcestershire",
    "Postcode": "WR1 1AA",
    "SchoolWebsite": "www.saint-annes.example",
    "TelephoneNum": "01905123456",
    "DistrictAdministrative (name)": "Worcester",
    "UPRN": "not ours",
}


def row(**changes: str) -> dict[str, str]:
    """One row of the register; keywords are columns without spaces: `URN`, `Town`, `Status`."""
    short = {
        "Name": "EstablishmentName",
        "Status": "EstablishmentStatus (name)",
        "Low": "StatutoryLowAge",
        "High": "StatutoryHighAge",
        "Website": "SchoolWebsite",
        "Phone": "TelephoneNum",
    }
    return ROW | {short.get(name, name): value for name, value in changes.items()}


def register_file(
    rows: Iterable[Mapping[str, str]],
    columns: Iterable[str] = tuple(ROW),
    encoding: str = "utf-8",
    line_end: str = "\r\n",
) -> BytesIO:
    """A register file with these rows, columns, encoding and line ends."""
    text = StringIO()
    writer = csv.DictWriter(text, list(columns), extrasaction="ignore", lineterminator=line_end)
    writer.writeheader()
    writer.writerows(rows)
    return BytesIO(text.getvalue().encode(encoding))


def plain_file(*lines: str, encoding: str = "utf-8") -> BytesIO:
    return BytesIO("\n".join(lines).encode(encoding))
