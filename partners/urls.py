"""Addresses of the directory, under /partners/."""

from django.urls import URLPattern, URLResolver, path

from partners.models import InsetDay, TermDate
from partners.views import contacts, directory, school_import

app_name = "partners"


def _pages_of(kind: str, folder: str) -> list[URLPattern]:
    """What every kind of partner has: its page, its form, its contacts, its Confirm buttons."""
    one = f"{folder}/<uuid:pk>"
    return [
        path(f"{one}/", directory.PartnerDetail.as_view(kind=kind), name=f"{kind}-detail"),
        path(f"{one}/change/", directory.PartnerEdit.as_view(kind=kind), name=f"{kind}-edit"),
        path(
            f"{one}/confirmation/",
            directory.PartnerConfirm.as_view(kind=kind),
            name=f"{kind}-confirm",
        ),
        path(
            f"{one}/contacts/new/",
            contacts.ContactAdd.as_view(kind=kind),
            name=f"{kind}-contact-add",
        ),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    path("schools/", directory.SchoolList.as_view(), name="school-list"),
    path("universities/", directory.UniversityList.as_view(), name="university-list"),
    path("agencies/", directory.AgencyList.as_view(), name="agency-list"),
    path(
        "universities/new/",
        directory.PartnerAdd.as_view(kind="university"),
        name="university-add",
    ),
    path("agencies/new/", directory.PartnerAdd.as_view(kind="agency"), name="agency-add"),
    *_pages_of("school", "schools"),
    *_pages_of("university", "universities"),
    *_pages_of("agency", "agencies"),
    path("schools/<uuid:pk>/terms/new/", contacts.TermAdd.as_view(), name="term-add"),
    path("schools/<uuid:pk>/inset-days/new/", contacts.InsetDayAdd.as_view(), name="inset-day-add"),
    path(
        "terms/<int:pk>/removal/",
        contacts.SchoolDayRemove.as_view(model=TermDate),
        name="term-remove",
    ),
    path(
        "inset-days/<int:pk>/removal/",
        contacts.SchoolDayRemove.as_view(model=InsetDay),
        name="inset-day-remove",
    ),
    path("contacts/<uuid:pk>/change/", contacts.ContactEdit.as_view(), name="contact-edit"),
    path("imports/", school_import.SchoolImportUpload.as_view(), name="school-import"),
    path(
        "imports/<uuid:pk>/",
        school_import.SchoolImportDetail.as_view(),
        name="school-import-detail",
    ),
    path(
        "imports/<uuid:pk>/confirmation/",
        school_import.SchoolImportConfirm.as_view(),
        name="school-import-confirm",
    ),
    path(
        "imports/<uuid:pk>/discard/",
        school_import.SchoolImportDiscard.as_view(),
        name="school-import-discard",
    ),
    path(
        "imports/<uuid:pk>/refused.csv",
        school_import.SchoolImportRefused.as_view(),
        name="school-import-refused",
    ),
]
