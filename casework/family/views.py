"""Pages of the people around a child."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ChildPage, ShowsChild
from casework.family import presenters
from casework.family.actions import add_family_member, change_relationship, end_relationship
from casework.family.forms import OF_PERSON, OF_RELATION, EndRelationForm, RelationForm
from casework.family.models import Relationship
from casework.refusals import show_refusal
from records.views import ShowsConflict, SubmitsOnce

SECTION = "people"


class FamilyList(ChildPage, TemplateView):
    """The tab: who is around the child, nearest first, and what each is to them."""

    permission = Permission.FAMILY_VIEW
    section = SECTION
    template_name = "casework/family/family_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Relationship.objects.visible_to(self.request.user).filter(child=self.child)
        rows = rows.select_related("member")
        return super().get_context_data(
            people=presenters.people(rows.current(self.on), self.on),
            before=presenters.people(rows.ended(self.on), self.on),
            may_edit=self.request.user.may(Permission.CHILD_EDIT),
            **kwargs,
        )


class FamilyAdd(SubmitsOnce, ChildPage, FormView):
    permission = Permission.CHILD_EDIT
    section = SECTION
    form_class = RelationForm
    template_name = "casework/family/family_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(relationship=None, **kwargs)

    def form_valid(self, form: RelationForm) -> HttpResponse:
        try:
            add_family_member(
                child=self.child,
                by=self.request.user,
                **form.of_relation(),
                **form.of_person(),
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Added.")
        return redirect("casework:family-list", pk=self.child.pk)


class RelationshipPage(ShowsChild, ScopedDoor):
    """A page of what one person is to one child."""

    permission = Permission.CHILD_EDIT
    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Relationship]:
        rows = Relationship.objects.visible_to(request.user).current(self.on)
        return rows.select_related("member", "child__school")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(relationship=self.record, **kwargs)


class FamilyEdit(SubmitsOnce, ShowsConflict, RelationshipPage, FormView):
    """Correct what is known; where somebody saved first, both texts are shown."""

    form_class = RelationForm
    template_name = "casework/family/family_form.html"

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.record) | {"lock_version": self.record.lock_version}

    def values_of(self, current: Relationship) -> dict[str, Any]:
        return {name: getattr(current, name) for name in OF_RELATION} | {
            name: getattr(current.member, name) for name in OF_PERSON
        }

    def form_valid(self, form: RelationForm) -> HttpResponse:
        try:
            change_relationship(
                relationship=self.record,
                began_from=form.cleaned_data["lock_version"],
                facts=form.of_relation(),
                person=form.of_person(),
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Saved.")
        return redirect("casework:family-list", pk=self.child.pk)


class FamilyEnd(SubmitsOnce, RelationshipPage, FormView):
    """What no longer holds stays on the record, with since when and why."""

    form_class = EndRelationForm
    template_name = "casework/family/family_end.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}

    def form_valid(self, form: EndRelationForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            end_relationship(
                relationship=self.record, on=given["on"], why=given["why"], by=self.request.user
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Noted. It stays on the record.")
        return redirect("casework:family-list", pk=self.child.pk)
