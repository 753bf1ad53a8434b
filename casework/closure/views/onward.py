"""Pages of an onward referral: send it with its pack, read it, record the reply, take it back."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.checking import ChecksAnswers
from casework.child.pages import ChildPage, ShowsChild
from casework.closure import presenters
from casework.closure.actions import record_reply, refer_onward, revoke_onward
from casework.closure.forms import OnwardForm, ReplyForm, RevokeForm
from casework.closure.models import OnwardReferral
from casework.closure.packs import build_pack, consent_of
from casework.consent.codes import Activity
from casework.consent.ledger import Standing
from casework.refusals import show_refusal
from partners.models import Agency
from records.views import KeepsUnsentText, SubmitsOnce

SECTION = "episodes"


class OnwardNew(SubmitsOnce, KeepsUnsentText, ChecksAnswers, ChildPage, FormView):
    """Ask another agency for help; the pack is shown before it is sent."""

    permission = Permission.ONWARD_REFER
    section = SECTION
    form_class = OnwardForm
    template_name = "casework/closure/onward_form.html"
    check_template_name = "casework/closure/onward_check.html"
    confirm_words = "Send this referral"

    @property
    def form_key(self) -> str:
        return f"casework.onward.{self.child.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: onward referral"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "agencies": Agency.objects.visible_to(self.request.user).filter(is_current=True),
            "on": self.on,
            "sharing": self.consent[Activity.SHARING].sentence,
        }

    @cached_property
    def consent(self) -> dict[str, Standing]:
        return consent_of(self.child, self.on)

    @cached_property
    def pack(self) -> list[Any]:
        return build_pack(self.child, self.on, self.consent)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pack=self.pack, **kwargs)

    def what_happens(self, form: OnwardForm) -> list[str]:
        return [
            "The pack below is kept as it stands now. Send it by the route agreed with the agency.",
            "Its clock asks for their reply within ten working days.",
        ]

    def confirmed(self, form: OnwardForm) -> HttpResponse:
        try:
            sent = refer_onward(child=self.child, by=self.request.user, **form.fields_of_referral())
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Recorded. Print the pack, or save it as a file, to send.")
        return redirect("casework:onward-detail", pk=sent.pk)


class OnwardPage(ShowsChild, ScopedDoor):
    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[OnwardReferral]:
        rows = OnwardReferral.objects.visible_to(request.user)
        return rows.select_related("child__school", "agency", "made_by")


class OnwardDetail(OnwardPage, TemplateView):
    """What was asked, what came back, and the pack as it was sent."""

    permission = Permission.EPISODE_VIEW
    template_name = "casework/closure/onward_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = self.record.state == OnwardReferral.State.SENT
        return super().get_context_data(
            referral=self.record,
            facts=presenters.onward_facts(self.record),
            tag=presenters.onward_tag(self.record),
            # The pack holds casework: a reader of core facts alone sees that it was sent.
            pack=self.record.pack if self.request.user.may(Permission.CHRONOLOGY_VIEW) else [],
            may_settle=waits and self.request.user.may(Permission.ONWARD_REFER),
            **kwargs,
        )


class OnwardSettles(SubmitsOnce, OnwardPage, FormView):
    """An answer, or none wanted any more; once."""

    permission = Permission.ONWARD_REFER
    said = ""

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.state != OnwardReferral.State.SENT:
            return redirect("casework:onward-detail", pk=self.record.pk)
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(referral=self.record, **kwargs)

    def settle(self, given: dict[str, Any]) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        names = [name for name in form.base_fields if name in form.fields]
        try:
            self.settle({name: form.cleaned_data[name] for name in names})
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return redirect("casework:onward-detail", pk=self.record.pk)


class OnwardReply(OnwardSettles):
    form_class = ReplyForm
    template_name = "casework/closure/onward_reply.html"
    said = "The reply is on the chronology."

    def settle(self, given: dict[str, Any]) -> None:
        record_reply(referral=self.record, by=self.request.user, **given)


class OnwardRevoke(OnwardSettles):
    form_class = RevokeForm
    template_name = "casework/closure/onward_revoke.html"
    said = "Taken back."

    def settle(self, given: dict[str, Any]) -> None:
        revoke_onward(referral=self.record, by=self.request.user, **given)
