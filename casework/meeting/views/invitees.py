"""Who is asked, and who gets the papers."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.meeting import actions, forms, presenters, reads, sending
from casework.meeting.codes import Side
from casework.meeting.models import Invitee
from casework.meeting.views.base import AheadPage, MeetingPage
from casework.refusals import show_refusal
from partners.models import ContactPerson
from records.views import SubmitsOnce

MOST_CONTACTS = 300


class MeetingInvite(SubmitsOnce, AheadPage, FormView):
    """The list of those asked, and who else might be."""

    permission = Permission.MEETING_PLAN
    form_class = forms.InviteForm
    template_name = "casework/meeting/meeting_invite.html"

    @cached_property
    def invitees(self) -> list[Invitee]:
        return list(reads.invitees_of(self.record))

    @cached_property
    def family(self):
        return reads.family_of(self.child, self.request.user, self.on)

    @cached_property
    def workers(self):
        return reads.workers_of(self.child.pk, self.on)

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = {f"family:{row.relationship_id}" for row in self.invitees if row.relationship_id}
        asked |= {f"person:{row.person_id}" for row in self.invitees if row.person_id}
        asked |= {Side.CHILD.value for row in self.invitees if row.side == Side.CHILD}
        name = presenters.own(self.child)
        contacts = ContactPerson.objects.visible_to(self.request.user).current()
        contacts = contacts.filter(university=None).select_related("school", "agency")
        return super().get_form_kwargs() | {
            "known": forms.known_people(name, self.family, self.workers, asked),
            "contacts": reads.nearest_first(contacts, self.child)[:MOST_CONTACTS],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(invitees=self.invitees, **kwargs)

    def form_valid(self, form: forms.InviteForm) -> HttpResponse:
        try:
            self.invite_all(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "On the list.")
        return redirect("casework:meeting-invite", pk=self.record.pk)

    @transaction.atomic
    def invite_all(self, form: forms.InviteForm) -> None:
        given, by = form.cleaned_data, self.request.user
        family = {f"family:{row.pk}": row for row in self.family}
        workers = {f"person:{row.pk}": row for row in self.workers}
        for key in given.get("known", []):
            if key in family:
                actions.invite(meeting=self.record, relationship=family[key], by=by)
            elif key in workers:
                actions.invite(meeting=self.record, person=workers[key], by=by)
            else:
                actions.invite(meeting=self.record, side=Side.CHILD, by=by)
        if given["contact"]:
            contact = form.contacts[given["contact"]]
            actions.invite(meeting=self.record, contact=contact, by=by)
        if given["name"]:
            named = {name: given[name] for name in ("name", "office", "side")}
            actions.invite(meeting=self.record, by=by, **named)


class InviteeRemove(ScopedDoor):
    """Take one person off the list, before the meeting."""

    permission = Permission.MEETING_PLAN
    http_method_names = ["post"]

    def rows(self, request: HttpRequest) -> QuerySet[Invitee]:
        return Invitee.objects.visible_to(request.user).select_related("meeting__episode")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            actions.uninvite(invitee=self.record, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
            return redirect("casework:meeting-detail", pk=self.record.meeting_id)
        messages.success(request, "Taken off the list.")
        return redirect("casework:meeting-invite", pk=self.record.meeting_id)


class SendList(SubmitsOnce, MeetingPage, FormView):
    """Before papers go out: who gets them, with what is doubtful about each."""

    permission = Permission.MEETING_PLAN
    form_class = forms.SendListForm
    template_name = "casework/meeting/send_list.html"

    @cached_property
    def invitees(self) -> list[Invitee]:
        return list(reads.invitees_of(self.record))

    def get_form_kwargs(self) -> dict[str, Any]:
        doubts = sending.warnings(self.invitees, self.on)
        kwargs = super().get_form_kwargs() | {"invitees": self.invitees, "warnings": doubts}
        kwargs["initial"] = {
            "sent_to": [str(row.pk) for row in self.invitees if row.pk not in doubts]
        }
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(invitees=self.invitees, **kwargs)

    def form_valid(self, form: forms.SendListForm) -> HttpResponse:
        chosen = set(form.cleaned_data["sent_to"])
        try:
            actions.check_send_list(
                meeting=self.record,
                sent_to=[row.pk for row in self.invitees if str(row.pk) in chosen],
                left_out_why=form.cleaned_data["left_out_why"],
                by=self.request.user,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Checked. The papers may go out.")
        return redirect("casework:meeting-detail", pk=self.record.pk)
