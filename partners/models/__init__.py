"""Schools, universities, agencies, their contacts, and who confirmed what and when."""

from partners.models.confirmation import Confirmation, Fact
from partners.models.contact import ContactPerson
from partners.models.organisation import Agency, University
from partners.models.school import InsetDay, School, TermDate
from partners.models.school_import import SchoolImport, SchoolImportRefusal, SchoolImportRow

__all__ = [
    "Agency",
    "Confirmation",
    "ContactPerson",
    "Fact",
    "InsetDay",
    "School",
    "SchoolImport",
    "SchoolImportRefusal",
    "SchoolImportRow",
    "TermDate",
    "University",
]
