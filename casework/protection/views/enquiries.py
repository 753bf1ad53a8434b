"""An enquiry: read, concluded, agreed, returned, handed over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.generic import FormView, TemplateView, View

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ShowsChild
from casework.child.people import answers_for_child
from casework.meeting.forms import ReturnForm
from casework.protection import actions, forms, policies, presenters, reads
from casework.protection.models import Section47
from casework.protection.views.base import SECTION, Rehearses
from casework.refusals import show_refusal
from govuk.numbers import whole_number
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.states import State
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce


class EnquiryPage(ShowsChild, ScopedDoor):
    """A page of one enquiry, about a child the reader may see."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Section47]:
        rows = Section47.objects.visible_to(request.user)
        return rows.select_related(
            "child__school", "author", "authorised_by", "child_seen_by", "episode"
        )

    @property
    def is_lead(self) -> bool:
        person = self.request.user
        leads = policies.may_lead(person.permissions, person.registration_number)
        return leads and self.record.author_id == person.pk

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(enquiry=self.record, **kwargs)


class EnquiryDetail(EnquiryPage, TemplateView):
    """One enquiry: its parts, what it found, and the one next step."""

    permission = Permission.PROTECTION_VIEW
    template_name = "casework/protection/enquiry_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enquiry, person = self.record, self.request.user
        clocks = [row for row in reads.clocks_of([enquiry.episode_id]) if row.code == "C5"]
        agrees = person.may(Permission.PROTECTION_AGREE) and answers_for_child(
            person, enquiry.child_id, self.on
        )
        waits = enquiry.state == State.COUNTERSIGNED
        is_lead = self.is_lead
        return super().get_context_data(
            tag=presenters.enquiry_tag(enquiry),
            facts=presenters.enquiry_facts(enquiry),
            parts=[
                {
                    "part": part,
                    "tag": presenters.part_tag(part),
                    "may_write": enquiry.is_editable
                    and policies.may_write_part(
                        person.permissions,
                        person.pk,
                        writer_id=part.writer_id,
                        lead_id=enquiry.author_id,
                    ),
                }
                for part in reads.parts_of(enquiry)
            ],
            clock=clocks[0] if clocks and enquiry.is_open else None,
            comment=reads.latest_return(enquiry),
            is_lead=is_lead,
            may_conclude=enquiry.is_editable and is_lead,
            may_agree=waits and agrees and enquiry.author_id != person.pk,
            may_waive=enquiry.needs_conference and agrees,
            may_hand_over=enquiry.is_editable and person.may(Permission.PROTECTION_LEAD),
            **kwargs,
        )


class EnquiryConclude(
    Rehearses, SubmitsOnce, KeepsUnsentText, ShowsConflict, EnquiryPage, FormView
):
    """The lead says what was found. Anybody else is stopped here, and told what they can do."""

    permission = Permission.PROTECTION_VIEW
    form_class = forms.ConcludeForm
    template_name = "casework/protection/enquiry_conclude.html"
    confirm_words = "Conclude the enquiry"
    what_follows = (
        "A manager agrees it afterwards. Where the child is at continuing risk, the conference is "
        "proposed at once, with the last lawful day."
    )

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.is_lead:
            return self.shutter(request)
        if not self.record.is_editable:
            return redirect("casework:enquiry-detail", pk=self.record.pk)
        return None

    def shutter(self, request: HttpRequest) -> HttpResponse:
        """One sentence why not, and a way forward; nothing of the child's record."""
        own = [
            part
            for part in reads.parts_of(self.record)
            if part.writer_id == request.user.pk and self.record.is_editable
        ]
        return TemplateResponse(
            request,
            "casework/protection/shutter.html",
            {"enquiry": self.record, "own_parts": own},
            status=403,
        )

    @property
    def form_key(self) -> str:
        return f"casework.enquiry.conclude.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: conclusion of an enquiry"

    def get_form_kwargs(self) -> dict[str, Any]:
        seers, lead = reads.leads_for(self.record.episode, self.on), self.record.lead
        return super().get_form_kwargs() | {
            "enquiry": self.record,
            "seers": list({row.pk: row for row in [lead, *seers]}.values()),
            "on": self.on,
        }

    def act(self, form: forms.ConcludeForm) -> None:
        actions.conclude_enquiry(
            enquiry=self.record, by=self.request.user, on=self.on, **form.answers()
        )

    def confirmed(self, form: forms.ConcludeForm) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Concluded. A manager is asked to agree.")
        return redirect("casework:enquiry-detail", pk=self.record.pk)


class EnquiryAgree(EnquiryPage, View):
    """A manager agrees what was concluded."""

    permission = Permission.PROTECTION_AGREE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = whole_number(request.POST.get("lock_version"))
        try:
            actions.agree_conclusion(
                enquiry=self.record,
                by=request.user,
                on=self.on,
                began_from=version,
            )
        except Conflict:
            messages.warning(request, "It changed while you were reading. Read it again first.")
        except NotAllowed as refused:
            messages.error(request, str(refused))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, "Agreed. It is on the chronology.")
        return redirect("casework:enquiry-detail", pk=self.record.pk)


class EnquiryReturn(SubmitsOnce, KeepsUnsentText, EnquiryPage, FormView):
    """Back to its lead with a comment."""

    permission = Permission.PROTECTION_AGREE
    form_class = ReturnForm
    template_name = "casework/protection/enquiry_return.html"

    @property
    def form_key(self) -> str:
        return f"casework.enquiry.return.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: comment on an enquiry"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = kwargs["initial"] | {"lock_version": self.record.lock_version}
        return kwargs | {"author": self.record.lead.first_name}

    def form_valid(self, form: ReturnForm) -> HttpResponse:
        try:
            actions.return_conclusion(
                enquiry=self.record,
                comment=form.cleaned_data["comment"],
                by=self.request.user,
                began_from=form.cleaned_data["lock_version"],
            )
        except Conflict:
            form.add_error(None, "It changed while you were writing. Read it again first.")
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Returned to {self.record.lead.name}.")
        return redirect("casework:enquiry-detail", pk=self.record.pk)


class EnquiryLead(SubmitsOnce, EnquiryPage, FormView):
    """Hand the enquiry over to another registered worker."""

    permission = Permission.PROTECTION_LEAD
    form_class = forms.LeadForm
    template_name = "casework/protection/enquiry_lead.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.record.is_editable:
            return redirect("casework:enquiry-detail", pk=self.record.pk)
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        others = reads.leads_for(self.record.episode, self.on)
        return super().get_form_kwargs() | {
            "leads": [row for row in others if row.pk != self.record.author_id]
        }

    def form_valid(self, form: forms.LeadForm) -> HttpResponse:
        try:
            actions.change_lead(
                enquiry=self.record, lead=form.cleaned_data["lead"], by=self.request.user
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Handed over. The new lead is told.")
        return redirect("casework:enquiry-detail", pk=self.record.pk)


class EnquiryWaive(Rehearses, SubmitsOnce, EnquiryPage, FormView):
    """No conference is required after all."""

    permission = Permission.PROTECTION_AGREE
    form_class = forms.WaiveForm
    template_name = "casework/protection/enquiry_waive.html"
    confirm_words = "No conference is required"
    what_follows = "The enquiry ends today, and the conference that stands ahead is called off."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.record.needs_conference:
            return redirect("casework:enquiry-detail", pk=self.record.pk)
        return None

    def act(self, form: forms.WaiveForm) -> None:
        actions.waive_conference(
            enquiry=self.record,
            why=form.cleaned_data["why"],
            by=self.request.user,
            on=self.on,
        )

    def confirmed(self, form: forms.WaiveForm) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Recorded. The enquiry has ended.")
        return redirect("casework:enquiry-detail", pk=self.record.pk)
