"""The tab of the people around a child, and the forms about each of them."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import TemplateView

from accounts.permissions import Permission
from casework.child.models import Child
from casework.child.pages import ChildPage
from casework.family import presenters
from casework.family.actions import (
    add_family_member,
    as_family,
    change_relationship,
    end_relationship,
)
from casework.family.circle import read_circle
from casework.family.drawing.genogram import genogram
from casework.family.forms import (
    OF_PERSON,
    OF_RELATION,
    AddPersonForm,
    EndRelationForm,
    RelationForm,
)
from casework.family.models import FamilyMember, Relationship
from casework.family.views.base import SECTION, FamilyForm, RelationshipForm
from records.views import KeepsUnsentText, ShowsConflict


class FamilyList(ChildPage, TemplateView):
    """The tab: the family drawn, who is around the child, who lives where, who is responsible."""

    permission = Permission.FAMILY_VIEW
    section = SECTION
    template_name = "casework/family/family_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        circle = read_circle(self.request.user, self.child, self.on)
        now = [kin for kin in circle.kin if kin.is_current(self.on)]
        before = [kin for kin in circle.kin if not kin.is_current(self.on)]
        person = self.request.user
        return super().get_context_data(
            people=presenters.people(circle, now, self.on),
            before=presenters.people(circle, before, self.on),
            homes=presenters.homes(circle, self.on),
            ties=presenters.ties(circle, self.on),
            drawing=genogram(circle, self.on) if now else "",
            may_edit=person.may(Permission.CHILD_EDIT),
            may_reveal=person.may(Permission.ADDRESS_REVEAL),
            **kwargs,
        )


class FamilyAdd(KeepsUnsentText, FamilyForm):
    """Somebody more around the child."""

    form_class = AddPersonForm
    template_name = "casework/family/family_form.html"
    unsent_title = "A person around a child"
    saved = "Added."

    @property
    def form_key(self) -> str:
        return f"casework.family.new.{self.child.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"known": self.known(), "children": self.children()}

    def children(self) -> QuerySet[Child]:
        return Child.objects.visible_to(self.request.user).exclude(pk=self.child.pk)

    def known(self) -> QuerySet[FamilyMember]:
        """People around children of the same family name, who are not around this one yet."""
        namesakes = self.children().filter(last_name__iexact=self.child.last_name)
        rows = FamilyMember.objects.visible_to(self.request.user).related_to(namesakes)
        return rows.not_around(self.child).select_related("known_child").by_name()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(relationship=None, **kwargs)

    def save(self, form: AddPersonForm) -> None:
        told, by = form.added(), self.request.user
        if form.child is not None:
            told["member"] = as_family(child=form.child, by=by)
        add_family_member(child=self.child, by=by, on=self.on, **told)


class FamilyEdit(KeepsUnsentText, ShowsConflict, RelationshipForm):
    """Correct what is known; where somebody saved first, both texts are shown."""

    form_class = RelationForm
    template_name = "casework/family/family_form.html"
    unsent_title = "A person around a child"

    @property
    def form_key(self) -> str:
        return f"casework.family.{self.record.pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        has_own = self.record.member.known_child_id is not None
        return super().get_form_kwargs() | {"has_own_record": has_own}

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.record) | {"lock_version": self.record.lock_version}

    def values_of(self, current: Relationship) -> dict[str, Any]:
        """What the form shows; never a number that is withheld."""
        values = {name: getattr(current, name) for name in OF_RELATION} | {
            name: getattr(current.member, name) for name in OF_PERSON
        }
        return values | ({"phone": ""} if current.member.contact_withheld else {})

    def save(self, form: RelationForm) -> None:
        person = form.of_person()
        if self.record.member.contact_withheld and not person["phone"]:
            del person["phone"]
        change_relationship(
            relationship=self.record,
            began_from=form.cleaned_data["lock_version"],
            facts=form.of_relation(),
            person=person,
            by=self.request.user,
        )


class FamilyEnd(RelationshipForm):
    """What no longer holds stays on the record, with since when and why."""

    form_class = EndRelationForm
    template_name = "casework/family/family_end.html"
    saved = "Noted. It stays on the record."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}

    def save(self, form: EndRelationForm) -> None:
        given = form.cleaned_data
        end_relationship(
            relationship=self.record, on=given["on"], why=given["why"], by=self.request.user
        )
