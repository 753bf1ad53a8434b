"""Pages of a referral without a request: look for the child, then say what came of it."""

from datetime import date
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from casework.child import kept_searches
from casework.child import presenters as child_presenters
from casework.child.actions import check_duplicates, likely_for
from casework.child.forms import DuplicateForm
from casework.child.models import Child, DuplicateCheck
from casework.child.pages import ChildPage
from casework.child.search import Match, wanted_child
from casework.episode.actions import add_referred_child, take_in
from casework.episode.models import Episode
from casework.episode.people import teams_managed_by
from casework.episode.referral.forms import ReferralForm
from casework.refusals import show_refusal
from records.views import KeepsUnsentText, SubmitsOnce

SECTION = "episodes"


class ReferralStart(Door, FormView):
    """Whom is the referral about? The look across every team is logged."""

    permission = Permission.EPISODE_OPEN
    form_class = DuplicateForm
    template_name = "casework/episode/referral_start.html"

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.helper.inputs[0].value = "Look for this child"
        return form

    def form_valid(self, form: DuplicateForm) -> HttpResponse:
        given = form.cleaned_data
        check, _ = check_duplicates(by=self.request.user, on=timezone.localdate(), **given)
        asked = given | {"dob": given["dob"].isoformat() if given["dob"] else ""}
        key = kept_searches.keep(self.request.session, asked)
        return redirect("casework:referral-record", pk=check.pk, key=key)


class TakesIn(SubmitsOnce):
    """Says what came of a referral, and leads on to where the work goes."""

    form_class = ReferralForm

    def take_in(self, child: Child, form: ReferralForm) -> HttpResponse:
        given = form.cleaned_data
        person = self.request.user
        names = ("referral_date", "referral_source", "primary_need", "opened_on")
        teams = teams_managed_by(person, timezone.localdate())
        begun = take_in(
            child=child,
            decision=given["decision"],
            team=teams[0],
            why=given["why"],
            by=person,
            **{name: given[name] for name in names},
        )
        if isinstance(begun, Episode):
            messages.success(self.request, "Opened. Now allocate it.")
            return redirect("casework:episode-allocate", pk=begun.pk)
        messages.success(self.request, "Kept for the return. It opened no work.")
        return redirect("casework:child-work", pk=child.pk)


class ReferralRecord(TakesIn, ScopedDoor, FormView):
    """What came of it, for a child who is here already or for a new one."""

    permission = Permission.EPISODE_OPEN
    template_name = "casework/episode/referral_record.html"

    def rows(self, request: HttpRequest) -> QuerySet[DuplicateCheck]:
        return DuplicateCheck.objects.visible_to(request.user)

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        """The words looked for are kept for a while only, and never in the address."""
        return None if self.asked else redirect("casework:referral-start")

    @cached_property
    def asked(self) -> dict[str, Any] | None:
        found = kept_searches.kept(self.request.session, self.kwargs["key"])
        if found:
            found = found | {"dob": date.fromisoformat(found["dob"]) if found["dob"] else None}
        return found

    @cached_property
    def likely(self) -> list[Match]:
        on = timezone.localdate()
        wanted = wanted_child(**(self.asked or {}))
        return likely_for(self.request.user, wanted, on, among=self.record.child_ids)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | {
            "on": timezone.localdate(),
            "likely": self.likely,
            "is_born": bool(self.asked and self.asked["dob"]),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        return super().get_context_data(
            asked=self.asked,
            likely_head=child_presenters.LIKELY_HEAD,
            likely=child_presenters.likely_rows(self.likely, on),
            **kwargs,
        )

    def form_valid(self, form: ReferralForm) -> HttpResponse:
        try:
            return self.record_it(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)

    @transaction.atomic
    def record_it(self, form: ReferralForm) -> HttpResponse:
        """Both or neither: a child is not added for a referral that is refused."""
        given, person = form.cleaned_data, self.request.user
        child = form.chosen_child or add_referred_child(
            by=person,
            on=timezone.localdate(),
            not_a_duplicate_because=given.get("not_a_duplicate_because") or "",
            sex=given["sex"],
            expected_dob=given.get("expected_dob"),
            **(self.asked or {}),
        )
        return self.take_in(child, form)


class ChildReferral(TakesIn, KeepsUnsentText, ChildPage, FormView):
    """The same for a child who is here and has no open work."""

    permission = Permission.EPISODE_OPEN
    section = SECTION
    template_name = "casework/episode/child_referral.html"

    @property
    def form_key(self) -> str:
        return f"casework.referral.{self.child.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: referral"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}

    def form_valid(self, form: ReferralForm) -> HttpResponse:
        try:
            return self.take_in(self.child, form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
