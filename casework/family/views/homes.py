"""Who lives where; and the one way to what must not be disclosed: a POST that is written down."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ChildPage, ShowsChild
from casework.family.actions import (
    change_household,
    join_household,
    move,
    move_out,
)
from casework.family.forms import ADDRESS, HomeForm, JoinForm, LeaveForm, MoveForm
from casework.family.models import Household, HouseholdMember, Relationship
from casework.family.views.base import SECTION, FamilyForm
from records import reads
from records.views import ShowsConflict


class HomeAdd(FamilyForm):
    """People live together in a home from a day on."""

    form_class = MoveForm
    template_name = "casework/family/home_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.people()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(home=None, **kwargs)

    def save(self, form: MoveForm) -> None:
        given = form.cleaned_data
        members, by = list(given["members"]), self.request.user
        homes = Household.objects.visible_to(by).around(self.child)
        move(
            members=members,
            starts_on=given["starts_on"],
            leaving=list(homes) if given["has_left"] else [],
            why=given["why"],
            by=by,
            **form.of_home(),
        )


class OfHome(FamilyForm):
    """A form about one home that somebody of the family lives in."""

    @cached_property
    def home(self) -> Household:
        rows = Household.objects.visible_to(self.request.user).around(self.child)
        found = rows.filter(pk=self.kwargs["home"]).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(home=self.home, **kwargs)


class HomeEdit(ShowsConflict, OfHome):
    """Correct an address, or whether it may be disclosed."""

    form_class = HomeForm
    template_name = "casework/family/home_form.html"

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.home) | {"lock_version": self.home.lock_version}

    def current(self) -> Household:
        return self.home

    def values_of(self, current: Household) -> dict[str, Any]:
        """What the form shows; never an address that is withheld."""
        values = {name: getattr(current, name) for name in (*ADDRESS, "withheld_why")}
        return values | ({"address": "", "postcode": ""} if current.withheld else {})

    def save(self, form: HomeForm) -> None:
        facts = form.of_home()
        if self.home.withheld and not facts["address"] and not facts["postcode"]:
            del facts["address"], facts["postcode"]
        change_household(
            household=self.home,
            began_from=form.cleaned_data["lock_version"],
            facts=facts,
            by=self.request.user,
        )


class HomeJoin(OfHome):
    """Somebody more lives there."""

    form_class = JoinForm
    template_name = "casework/family/home_member_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = self.people().not_living_in(self.home, self.on)
        return super().get_form_kwargs() | {"people": people}

    def save(self, form: JoinForm) -> None:
        given = form.cleaned_data
        join_household(
            household=self.home,
            member=given["member"],
            starts_on=given["starts_on"],
            why=given["why"],
            by=self.request.user,
        )


class HomeLeave(OfHome):
    """Somebody no longer lives there."""

    form_class = LeaveForm
    template_name = "casework/family/home_member_form.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = self.people().living_in(self.home, self.on)
        return super().get_form_kwargs() | {"people": people}

    def save(self, form: LeaveForm) -> None:
        given = form.cleaned_data
        living = HouseholdMember.objects.visible_to(self.request.user).in_force(self.on)
        move_out(
            living=living.get(household=self.home, member=given["member"]),
            on=given["on"],
            why=given["why"],
            by=self.request.user,
        )


class AddressReveal(ChildPage, TemplateView):
    """An address that must not be disclosed, shown to one reader; who and when is written down."""

    permission = Permission.ADDRESS_REVEAL
    section = SECTION
    http_method_names = ["post"]
    template_name = "casework/family/address_shown.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Household.objects.visible_to(request.user).around(self.child)
        home = rows.filter(pk=self.kwargs["home"]).first()
        if home is None:
            raise Http404
        reads.note(
            request,
            child_id=self.child.pk,
            section="withheld_address",
            reason=f"Shown although withheld: {home.withheld_why}"[:300],
        )
        return self.render_to_response(self.get_context_data(home=home))


class PhoneReveal(ShowsChild, ScopedDoor, TemplateView):
    """A number that must not be given out, shown to one reader; who and when is written down."""

    permission = Permission.ADDRESS_REVEAL
    section = SECTION
    http_method_names = ["post"]
    template_name = "casework/family/phone_shown.html"

    def rows(self, request: HttpRequest) -> Any:
        rows = Relationship.objects.visible_to(request.user).knowable(request.user, self.on)
        return rows.select_related("member__known_child", "child__school")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reads.note(
            request,
            child_id=self.child.pk,
            section="withheld_number",
            reason=f"Shown although withheld: {self.record.member.contact_withheld_why}"[:300],
        )
        return self.render_to_response(self.get_context_data(relationship=self.record))
