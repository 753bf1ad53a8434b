"""What the pages of a family share: the tab they belong to, and saving with words of refusal."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ChildPage, ShowsChild
from casework.family.models import FamilyMember, Relationship
from casework.refusals import show_refusal
from records.views import SubmitsOnce

SECTION = "people"


class SavesOrSays(SubmitsOnce):
    """A form whose action may refuse: what it says stands beside the question it is about.

    Stands before the door and `FormView` among the bases.
    """

    saved: ClassVar[str] = "Saved."

    def save(self, form: BaseForm) -> None:
        raise NotImplementedError

    def get_success_url(self) -> str:
        raise NotImplementedError

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            self.save(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, self.saved)
        return redirect(self.get_success_url())


class BackToPeople:
    """Where every form of this tab leads."""

    def get_success_url(self) -> str:
        return reverse("casework:family-list", args=[self.child.pk])


class FamilyForm(BackToPeople, SavesOrSays, ChildPage, FormView):
    """A form of this tab about the child and the people around it."""

    permission = Permission.CHILD_EDIT
    section = SECTION

    def people(self) -> QuerySet[FamilyMember]:
        """Everybody around the child that the reader may know of, the child too."""
        known = FamilyMember.objects.visible_to(self.request.user).around(self.child)
        return known.select_related("known_child").by_name()


class RelationshipForm(BackToPeople, SavesOrSays, ShowsChild, ScopedDoor, FormView):
    """A form of this tab about one person and what they are to the child."""

    permission = Permission.CHILD_EDIT
    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Relationship]:
        rows = Relationship.objects.visible_to(request.user).current(self.on)
        return rows.knowable(request.user, self.on).select_related(
            "member__known_child", "child__school"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(relationship=self.record, **kwargs)
