"""Pages of meetings: the tab, one meeting, its plan and people, and what was held and written."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from accounts.guards import ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ChildPage, ShowsChild
from casework.child.people import accountable_workers, answers_for_child
from casework.decision.policies import may_advise, may_confirm
from casework.decision.presenters import tag as decision_tag
from casework.decision.reads import possible_owners
from casework.episode.reads import open_episodes
from casework.meeting import actions, forms, invitation, minuting, presenters, reads, sending
from casework.meeting.codes import Side
from casework.meeting.models import Invitee, Meeting, Minutes
from casework.refusals import show_refusal
from partners.models import ContactPerson
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.reads import note
from records.states import State
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce

SECTION = "meetings"
PAGE_SIZE = 25
MOST_CONTACTS = 300


class MeetingList(ChildPage, TemplateView):
    """The tab: what stands ahead, the most pressing first, then what was held."""

    permission = Permission.MEETING_VIEW
    section = SECTION
    template_name = "casework/meeting/meeting_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, now = reads.of_child(self.request.user, self.child.pk), timezone.now()
        ahead = list(found.ahead().order_by("planned_for", "book_by", "pk")[:PAGE_SIZE])
        past = found.exclude(held_on=None, cancelled_on=None)
        past = past.order_by("-held_on", "-cancelled_on", "pk")
        page = Paginator(past, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            ahead=presenters.rows(ahead, reads.clocks_of(ahead), self.on, now),
            past=presenters.rows(page, {}, self.on, now),
            page=page,
            may_plan=self.request.user.may(Permission.MEETING_PLAN)
            and self.child.pk in open_episodes([self.child.pk]),
            **kwargs,
        )


class MeetingPage(ShowsChild, ScopedDoor):
    """A page of one meeting, about a child the reader may see."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Meeting]:
        rows = Meeting.objects.visible_to(request.user)
        return rows.select_related("child__school", "episode", "proposed_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.meeting, **kwargs)

    @property
    def meeting(self) -> Meeting:
        return self.record


class AheadPage(MeetingPage):
    """Only while it is still ahead: afterwards the reader is led to the meeting itself."""

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.is_ahead:
            return None
        messages.info(request, "This meeting was held or cancelled: nothing is planned any more.")
        return redirect("casework:meeting-detail", pk=self.record.pk)


class MeetingDetail(MeetingPage, TemplateView):
    """One meeting: by when, who, what was said and agreed, and the one next step."""

    permission = Permission.MEETING_VIEW
    template_name = "casework/meeting/meeting_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting, person = self.record, self.request.user
        clock = reads.clocks_of([meeting]).get(meeting.pk)
        sees_decisions = person.may(Permission.DECISION_VIEW)
        agreed = reads.agreed_at(meeting) if sees_decisions else []
        minutes = Minutes.objects.visible_to(person).filter(meeting=meeting)
        minutes = minutes.select_related("author", "countersigned_by").first()
        return super().get_context_data(
            tag=presenters.state_tag(meeting, self.on),
            limit=presenters.limit(meeting, clock, timezone.now()),
            facts=presenters.facts(meeting),
            people=presenters.people(reads.invitees_of(meeting)),
            changes=meeting.changes.select_related("by"),
            checked=meeting.send_list_checks.select_related("by").first(),
            agreed=[(row, decision_tag(row, self.on)) for row in agreed],
            minutes=minutes,
            held_path=presenters.held_path(meeting) if meeting.is_ahead else "",
            decided_path=presenters.decided_path(meeting),
            may_agree=meeting.held_on is not None and may_advise(person.permissions),
            **minutes_verbs(person, meeting, minutes, self.on),
            **kwargs,
        )


def minutes_verbs(person, meeting: Meeting, minutes: Minutes | None, on) -> dict[str, bool]:
    """What this reader may do with the minutes as they stand."""
    writes = meeting.held_on is not None and person.may(Permission.MINUTES_WRITE)
    is_author = minutes is not None and minutes.author_id == person.pk
    waits = minutes is not None and minutes.state == State.SUBMITTED and not is_author
    signs = person.may(Permission.MINUTES_SIGN)
    return {
        "may_write": writes and (minutes is None or (is_author and minutes.is_editable)),
        "may_withdraw": writes
        and is_author
        and minutes is not None
        and minutes.state == State.SUBMITTED,
        "may_sign": waits and signs and answers_for_child(person, meeting.child_id, on),
        "may_attest": minutes is not None and minutes.is_locked and signs,
    }


class MeetingPrint(MeetingPage, TemplateView):
    """On paper: before the meeting its agenda, afterwards its minutes with what was agreed."""

    permission = Permission.MEETING_VIEW
    template_name = "casework/meeting/meeting_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting, person = self.record, self.request.user
        sees_decisions = person.may(Permission.DECISION_VIEW)
        minutes = Minutes.objects.visible_to(person).filter(meeting=meeting)
        return super().get_context_data(
            facts=presenters.facts(meeting),
            people=presenters.people(reads.invitees_of(meeting)),
            minutes=minutes.select_related("author", "countersigned_by").first(),
            agreed=reads.agreed_at(meeting) if sees_decisions else [],
            before=reads.still_open_before(meeting) if sees_decisions else [],
            **kwargs,
        )


class WritesMeeting(SubmitsOnce, KeepsUnsentText, ShowsConflict):
    """A form about one meeting; what the action refuses stands beside its field."""

    form_name = ""
    said = ""

    @property
    def form_key(self) -> str:
        return f"casework.meeting.{self.form_name}.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: meeting"

    def get_later_url(self) -> str:
        return reverse("casework:meeting-list", args=[self.child.pk])

    def values_of(self, current: Meeting) -> dict[str, Any]:
        return forms.plan_values(current)

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, self.said)
        return self.go_on()

    def go_on(self) -> HttpResponse:
        return redirect("casework:meeting-detail", pk=self.record.pk)


class MeetingNew(WritesMeeting, ChildPage, FormView):
    """Call a meeting that nothing proposed."""

    permission = Permission.MEETING_PLAN
    section = SECTION
    form_class = forms.NewForm
    template_name = "casework/meeting/meeting_form.html"
    form_name = "new"
    said = "Planned. Now say who is asked to it."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.episode is None:
            messages.info(request, "There is no open work with this child to meet about.")
            return redirect("casework:meeting-list", pk=self.child.pk)
        return None

    @cached_property
    def episode(self):
        return open_episodes([self.child.pk]).get(self.child.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Plan a meeting", limit=None, meeting=None, **kwargs)

    def act(self, form: forms.NewForm) -> None:
        self.made = actions.new_meeting(
            episode=self.episode,
            kind=form.cleaned_data["kind"],
            by=self.request.user,
            **form.answers(),
        )

    def go_on(self) -> HttpResponse:
        return redirect("casework:meeting-invite", pk=self.made.pk)


class MeetingPlan(WritesMeeting, AheadPage, FormView):
    """Name the day of a proposed meeting, or put right how a planned one is held."""

    permission = Permission.MEETING_PLAN
    template_name = "casework/meeting/meeting_form.html"
    form_name = "plan"
    said = "Saved."

    def get_form_class(self) -> type[forms.DetailsForm]:
        return forms.DetailsForm if self.record.is_planned else forms.PlanForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        clock = reads.clocks_of([self.record]).get(self.record.pk)
        kind = self.record.get_kind_display().lower()
        return super().get_context_data(
            title=f"Plan the {kind}",
            limit=presenters.limit(self.record, clock, timezone.now()),
            **kwargs,
        )

    def act(self, form: forms.DetailsForm) -> None:
        day = {"planned_for": self.record.planned_for} if self.record.is_planned else {}
        began_from = form.cleaned_data["lock_version"]
        actions.plan_meeting(
            meeting=self.record,
            by=self.request.user,
            began_from=-1 if began_from is None else began_from,
            **(day | form.answers()),
        )


class ChangesMeeting(WritesMeeting, AheadPage, FormView):
    """The day moves, or it is cancelled: with the reason, and whether the child knows."""

    permission = Permission.MEETING_PLAN
    template_name = "casework/meeting/meeting_change.html"
    button = ""
    title = ""
    warning = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        version = {"lock_version": self.record.lock_version}
        kwargs["initial"] = kwargs["initial"] | version | self.start_values()
        return kwargs | {"button": self.button}

    def start_values(self) -> dict[str, Any]:
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.title,
            warning=self.warning,
            when=presenters.when(self.record),
            **kwargs,
        )

    def began_from(self, form: Any) -> int:
        version = form.cleaned_data["lock_version"]
        return -1 if version is None else version


class MeetingMove(ChangesMeeting):
    form_class = forms.MoveForm
    form_name = "move"
    button, title = "Move it", "Move this meeting"
    warning = "Those who sign in here are told at once. Send the new invitation to the others."
    said = "Moved. Send the new invitation to those outside."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.record.is_proposed:
            return redirect("casework:meeting-plan", pk=self.record.pk)
        return super().turn_away(request)

    def start_values(self) -> dict[str, Any]:
        moment = timezone.localtime(self.record.planned_for)
        return {"day": moment.date(), "starts_at": f"{moment:%H:%M}"}

    def act(self, form: forms.MoveForm) -> None:
        actions.reschedule_meeting(
            meeting=self.record,
            by=self.request.user,
            began_from=self.began_from(form),
            **form.answers(),
        )


class MeetingCancel(ChangesMeeting):
    form_class = forms.ChangeForm
    form_name = "cancel"
    button, title = "Cancel this meeting", "Cancel this meeting"
    warning = "Its clock goes on running. Plan another one if it is still needed."
    said = "Cancelled. Send the cancellation to those outside."

    def act(self, form: forms.ChangeForm) -> None:
        actions.cancel_meeting(
            meeting=self.record,
            by=self.request.user,
            on=self.on,
            began_from=self.began_from(form),
            **form.answers(),
        )


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


class MeetingHold(WritesMeeting, AheadPage, FormView):
    """It was held: who was there, and what each said."""

    permission = Permission.MEETING_HOLD
    form_class = forms.AttendanceForm
    template_name = "casework/meeting/meeting_hold.html"
    form_name = "hold"
    said = "Recorded. Now write the minutes, and put what was agreed onto the action list."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        own = presenters.held_path(self.record)
        if self.record.is_ahead and own != request.path:
            return redirect(own)
        return super().turn_away(request)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "meeting": self.record,
            "invitees": list(reads.invitees_of(self.record)),
            "on": self.on,
        }

    def act(self, form: forms.AttendanceForm) -> None:
        actions.hold_meeting(
            meeting=self.record, by=self.request.user, on=self.on, **form.answers()
        )


class MeetingAgree(SubmitsOnce, KeepsUnsentText, MeetingPage, FormView):
    """One action agreed at the meeting, onto the one list."""

    permission = Permission.DECISION_ADVISE
    form_class = forms.AgreedForm
    template_name = "casework/meeting/meeting_agree.html"

    @property
    def form_key(self) -> str:
        return f"casework.meeting.agree.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: action from a meeting"

    @cached_property
    def is_final(self) -> bool:
        person = self.request.user
        answers = answers_for_child(person, self.child.pk, self.on)
        return may_confirm(person.permissions, answers)

    def get_form_kwargs(self) -> dict[str, Any]:
        owners = possible_owners(self.child.pk, self.request.user, self.on)
        return super().get_form_kwargs() | {
            "owners": owners,
            "on": self.on,
            "final": self.is_final,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        worker = accountable_workers([self.child.pk], self.on).get(self.child.pk)
        return super().get_context_data(
            is_final=self.is_final, accountable=worker.name if worker else "", **kwargs
        )

    def form_valid(self, form: forms.AgreedForm) -> HttpResponse:
        names = ("what", "why", "owner", "due_on")
        try:
            actions.agree_action(
                meeting=self.record,
                by=self.request.user,
                on=self.on,
                **{name: form.cleaned_data[name] for name in names},
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "It is on the action list.")
        return redirect("casework:meeting-detail", pk=self.record.pk)


class MinutesWrite(SubmitsOnce, KeepsUnsentText, ShowsConflict, MeetingPage, FormView):
    """Write the minutes, and send them to be signed."""

    permission = Permission.MINUTES_WRITE
    form_class = forms.MinutesForm
    template_name = "casework/meeting/minutes_form.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        minutes = self.minutes
        if minutes is not None and minutes.author_id != request.user.pk:
            raise PermissionDenied
        if self.record.held_on is None or (minutes is not None and not minutes.is_editable):
            return redirect("casework:meeting-detail", pk=self.record.pk)
        return None

    @cached_property
    def minutes(self) -> Minutes | None:
        rows = Minutes.objects.visible_to(self.request.user).filter(meeting=self.record)
        return rows.select_related("author").first()

    @property
    def form_key(self) -> str:
        return f"casework.meeting.minutes.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: minutes"

    def get_form_kwargs(self) -> dict[str, Any]:
        person = self.request.user
        signs = bool(person.registration_number) and answers_for_child(
            person, self.child.pk, self.on
        )
        send = "Sign and finish" if signs else "Send to sign"
        return super().get_form_kwargs() | {"minutes": self.minutes, "send": send}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            people=presenters.people(reads.invitees_of(self.record)),
            comment=reads.latest_return(self.minutes) if self.minutes else None,
            **kwargs,
        )

    def current(self) -> Minutes | None:
        return self.minutes

    def values_of(self, current: Minutes) -> dict[str, Any]:
        return {"text": current.text, "lock_version": current.lock_version}

    def form_valid(self, form: forms.MinutesForm) -> HttpResponse:
        try:
            minutes = minuting.write_minutes(
                meeting=self.record,
                text=form.cleaned_data["text"],
                by=self.request.user,
                began_from=form.cleaned_data["lock_version"],
            )
            if "send" in self.request.POST:
                minutes = minuting.submit_minutes(minutes=minutes, by=self.request.user)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        said = {State.DRAFT: "Saved.", State.RETURNED: "Saved.", State.SUBMITTED: "Sent."}
        messages.success(self.request, said.get(State(minutes.state), "Signed."))
        return redirect("casework:meeting-detail", pk=self.record.pk)


class MinutesPage(ShowsChild, ScopedDoor):
    """A page of minutes, about a child the reader may see."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[Minutes]:
        rows = Minutes.objects.visible_to(request.user)
        return rows.select_related("meeting__child__school", "author")


class MinutesMove(MinutesPage, View):
    """A button under the minutes that moves them on; refusals are said on the meeting's page."""

    http_method_names = ["post"]
    said = ""

    def act(self, began_from: int | None) -> None:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = request.POST.get("lock_version", "")
        try:
            self.act(int(version) if version.isdigit() else None)
        except Conflict:
            messages.warning(request, "They changed while you were reading. Read them again.")
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, self.said)
        return redirect("casework:meeting-detail", pk=self.record.meeting_id)


class MinutesSign(MinutesMove):
    permission = Permission.MINUTES_SIGN
    said = "Countersigned. The minutes cannot be changed any more."

    def act(self, began_from: int | None) -> None:
        minuting.countersign_minutes(
            minutes=self.record, by=self.request.user, began_from=began_from
        )


class MinutesWithdraw(MinutesMove):
    permission = Permission.MINUTES_WRITE
    said = "Taken back. Change what you need, then send them again."

    def act(self, began_from: int | None) -> None:
        minuting.withdraw_minutes(minutes=self.record, by=self.request.user)


class MinutesReturn(SubmitsOnce, KeepsUnsentText, MinutesPage, FormView):
    """Send them back to their author with a comment."""

    permission = Permission.MINUTES_SIGN
    form_class = forms.ReturnForm
    template_name = "casework/meeting/minutes_return.html"

    @property
    def form_key(self) -> str:
        return f"casework.minutes.return.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: comment on minutes"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = kwargs["initial"] | {"lock_version": self.record.lock_version}
        return kwargs | {"author": self.record.author.first_name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(minutes=self.record, meeting=self.record.meeting, **kwargs)

    def form_valid(self, form: forms.ReturnForm) -> HttpResponse:
        try:
            minuting.return_minutes(
                minutes=self.record,
                comment=form.cleaned_data["comment"],
                by=self.request.user,
                began_from=form.cleaned_data["lock_version"],
            )
        except Conflict:
            form.add_error(None, "They changed while you were writing. Read them again first.")
            return self.form_invalid(form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, f"Returned to {self.record.author.name}.")
        return redirect("casework:meeting-detail", pk=self.record.meeting_id)


class MinutesAttest(SubmitsOnce, MinutesPage, FormView):
    """The chair agreed the minutes elsewhere."""

    permission = Permission.MINUTES_SIGN
    form_class = forms.AttestForm
    template_name = "casework/meeting/minutes_attest.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = {"attested_by": self.record.meeting.chair, "attested_on": self.on}
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.record.meeting, **kwargs)

    def form_valid(self, form: forms.AttestForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            minuting.attest_minutes(
                minutes=self.record,
                attested_by=given["attested_by"],
                attested_on=given["attested_on"],
                by=self.request.user,
                on=self.on,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Recorded.")
        return redirect("casework:meeting-detail", pk=self.record.meeting_id)


class MeetingInvitation(MeetingPage, View):
    """The calendar file: a reference, a day and a place; once cancelled, its cancellation."""

    permission = Permission.MEETING_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        meeting = self.record
        if meeting.planned_for is None:
            messages.info(request, "This meeting has no day yet. Plan it first.")
            return redirect("casework:meeting-detail", pk=meeting.pk)
        note(request, child_id=meeting.child_id, section=self.section)
        content = invitation.calendar_file(
            meeting,
            planned_for=meeting.planned_for,
            now=timezone.now(),
            organiser=settings.DEFAULT_FROM_EMAIL,
            organisation=settings.TEAM_NAME,
        )
        name = invitation.file_name(meeting.pk)
        return HttpResponse(
            content,
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
