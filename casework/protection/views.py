"""Pages of child protection: the story, discussions, enquiries, conferences and core groups."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from casework.child.pages import ChildPage, ShowsChild
from casework.child.people import answers_for_child
from casework.episode.models import Episode
from casework.episode.reads import open_episodes
from casework.meeting import presenters as meeting_words
from casework.meeting.codes import CONFERENCES, Kind
from casework.meeting.forms import AttendanceForm, ReturnForm
from casework.meeting.models import Meeting
from casework.meeting.reads import invitees_of
from casework.meeting.views import AheadPage, WritesMeeting
from casework.protection import actions, forms, policies, presenters, reads
from casework.protection.checking import ChecksAnswers
from casework.protection.models import Conference, EnquiryPart, Section47, StrategyDiscussion
from casework.refusals import show_refusal
from records.actions import NotAllowed
from records.conflicts import Conflict
from records.reads import note
from records.states import State
from records.views import KeepsUnsentText, ShowsConflict, SubmitsOnce

SECTION = "meetings"
QUEUE_SIZE = 100


class ProtectionList(ChildPage, TemplateView):
    """The child's protection story: what stands now, the next step, and what was decided."""

    permission = Permission.PROTECTION_VIEW
    section = SECTION
    template_name = "casework/protection/protection_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, child, now = self.request.user, self.child, timezone.now()
        story = presenters.story_of(reads.meetings_of(person, child.pk))
        episode = open_episodes([child.pk]).get(child.pk)
        clocks = reads.clocks_of([episode.pk]) if episode else []
        plan = reads.plan_of(person, child.pk, self.on)
        in_need = episode is not None and episode.kind == Episode.Kind.IN_NEED
        leads = in_need and person.may(Permission.PROTECTION_LEAD)
        return super().get_context_data(
            plan=plan,
            plan_since=presenters.since_in_words(plan.starts_on, self.on) if plan else "",
            category=presenters.category_of(plan),
            clocks=clocks,
            ahead=meeting_words.rows(story.ahead, {}, self.on, now),
            enquiries=[(row, presenters.enquiry_tag(row)) for row in story.enquiries],
            discussions=[(row, presenters.discussion_tag(row)) for row in story.discussions],
            conferences=story.conferences,
            step=presenters.next_step(person, story.enquiries, story.ahead),
            may_call=leads,
            may_propose=leads and bool(clocks),
            tells_by_voice=person.may(Permission.PROTECTION_CONTRIBUTE) and not leads,
            in_need=in_need,
            **kwargs,
        )


class ProtectionPlace(ScopedDoor):
    """Where a clock of protection leads: to the child's story, or as near as one may come."""

    permission = Permission.CHILD_VIEW

    def rows(self, request: HttpRequest) -> QuerySet[Episode]:
        return Episode.objects.visible_to(request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        sees = request.user.may(Permission.PROTECTION_VIEW)
        name = "casework:protection-list" if sees else "casework:child-overview"
        return redirect(name, pk=self.record.child_id)


class ProtectionQueue(Door, TemplateView):
    """Across the reader's children: open enquiries, and meetings that wait for a day or a word."""

    permission = Permission.PROTECTION_VIEW
    template_name = "casework/protection/protection_queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, now = self.request.user, timezone.now()
        enquiries = list(reads.open_enquiries(person)[:QUEUE_SIZE])
        clocks = {
            clock.root_id: clock
            for clock in reversed(reads.clocks_of({row.episode_id for row in enquiries}))
            if clock.code == "C5"
        }
        may_plan = person.may(Permission.MEETING_PLAN)
        without_day = reads.meetings_without_day(person)[:QUEUE_SIZE]
        passed = reads.meetings_passed(person, now)[:QUEUE_SIZE]
        for row in enquiries:
            note(self.request, child_id=row.child_id, section=SECTION)
        return super().get_context_data(
            head=presenters.QUEUE_HEAD,
            enquiries=presenters.queue_rows(enquiries, clocks, now),
            meeting_head=presenters.MEETING_HEAD,
            without_day=presenters.meeting_rows(without_day, "Name a day", may_plan=may_plan),
            passed=presenters.meeting_rows(passed, "Was it held?", may_plan=may_plan),
            **kwargs,
        )


class Begins(SubmitsOnce, ChildPage, FormView):
    """Something begins on the child's open episode."""

    permission = Permission.PROTECTION_LEAD
    section = SECTION

    @cached_property
    def episode(self) -> Episode | None:
        return open_episodes([self.child.pk]).get(self.child.pk)

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.episode is not None and self.episode.kind == Episode.Kind.IN_NEED:
            return None
        messages.warning(
            request,
            "There is no child in need episode. For a child at risk ring the front door today.",
        )
        return redirect("casework:protection-list", pk=self.child.pk)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": self.on}


class DiscussionNew(KeepsUnsentText, Begins):
    """There is reason to suspect harm: ask for a strategy discussion."""

    form_class = forms.CallForm
    template_name = "casework/protection/discussion_new.html"

    @property
    def form_key(self) -> str:
        return f"casework.discussion.new.{self.child.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: strategy discussion"

    def form_valid(self, form: forms.CallForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            discussion = actions.call_discussion(
                episode=self.episode,
                concern=given["concern"],
                arose_on=given["arose_on"],
                by=self.request.user,
                on=self.on,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Asked for. Now name the day, and ask police and health.")
        return redirect("casework:meeting-plan", pk=discussion.pk)


class TransferNew(Begins):
    """A child on another council's plan has moved here."""

    form_class = forms.TransferForm
    template_name = "casework/protection/transfer_new.html"

    def form_valid(self, form: forms.TransferForm) -> HttpResponse:
        given = form.cleaned_data
        try:
            conference = actions.call_transfer_in(
                episode=self.episode,
                notified_on=given["notified_on"],
                moved_from=given["moved_from"],
                by=self.request.user,
                on=self.on,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Proposed. Now name the day of the conference.")
        return redirect("casework:meeting-plan", pk=conference.pk)


class ProposeAgain(ChildPage, View):
    """Whatever a running clock asks for and does not stand ahead is proposed once more."""

    permission = Permission.PROTECTION_LEAD
    section = SECTION
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        episode = open_episodes([self.child.pk]).get(self.child.pk)
        try:
            if episode is not None:
                actions.propose_due(episode=episode, by=request.user)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, "What the clocks ask for stands ahead.")
        return redirect("casework:protection-list", pk=self.child.pk)


class HoldsMeeting(ChecksAnswers, WritesMeeting, AheadPage, FormView):
    """A meeting of this wing was held: line by line, then what follows from it."""

    template_name = "casework/meeting/meeting_hold.html"
    form_name = "hold"
    kinds: tuple[str, ...] = ()

    def rows(self, request: HttpRequest) -> QuerySet[Meeting]:
        return super().rows(request).of_kind(*self.kinds)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "meeting": self.record,
            "invitees": list(invitees_of(self.record)),
            "on": self.on,
        }

    def values_of(self, current: Meeting) -> dict[str, Any]:
        return {"chair": current.chair, "lock_version": current.lock_version}


class DiscussionRecord(HoldsMeeting):
    """The discussion was held, and decided something."""

    permission = Permission.PROTECTION_LEAD
    form_class = forms.DiscussionForm
    kinds = (Kind.STRATEGY,)
    check_button = "Record the decision"
    check_says = (
        "A decision for a section 47 enquiry begins it on the day of the discussion, and the "
        "conference's clock runs from that day."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"leads": reads.leads_for(self.record.episode, self.on)}

    def act(self, form: forms.DiscussionForm) -> None:
        self.made = actions.record_discussion(
            meeting=self.record, by=self.request.user, on=self.on, **form.answers()
        )

    said = "Recorded. It is on the chronology."

    def go_on(self) -> HttpResponse:
        enquiry = Section47.objects.visible_to(self.request.user).filter(discussion=self.made)
        if found := enquiry.first():
            return redirect("casework:enquiry-detail", pk=found.pk)
        return redirect("casework:discussion-detail", pk=self.made.pk)


class ConferenceRecord(HoldsMeeting):
    """The conference was held, and decided about the plan."""

    permission = Permission.PROTECTION_LEAD
    form_class = forms.ConferenceForm
    kinds = tuple(sorted(CONFERENCES))
    check_button = "Record what the conference decided"
    check_says = (
        "The plan begins, goes on or ends on the day of the conference. The core group and the "
        "review that follow are proposed with their last lawful day."
    )
    said = "Recorded. It is on the chronology, and what follows is proposed."

    def get_form_kwargs(self) -> dict[str, Any]:
        plan = reads.plan_of(self.request.user, self.record.child_id, self.on)
        category = (plan.latest_category or "") if plan else ""
        return super().get_form_kwargs() | {"category": category}

    def act(self, form: forms.ConferenceForm) -> None:
        actions.record_conference(
            meeting=self.record, by=self.request.user, on=self.on, **form.answers()
        )

    def go_on(self) -> HttpResponse:
        return redirect("casework:conference-detail", pk=self.record.pk)


class CoreGroupRecord(WritesMeeting, AheadPage, FormView):
    """The core group met; the next one is proposed."""

    permission = Permission.MEETING_HOLD
    form_class = AttendanceForm
    template_name = "casework/meeting/meeting_hold.html"
    form_name = "hold"
    said = "Recorded, and the next core group is proposed. Now write the minutes."

    def rows(self, request: HttpRequest) -> QuerySet[Meeting]:
        return super().rows(request).of_kind(Kind.CORE_GROUP)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "meeting": self.record,
            "invitees": list(invitees_of(self.record)),
            "on": self.on,
        }

    def act(self, form: AttendanceForm) -> None:
        actions.hold_core_group(
            meeting=self.record, by=self.request.user, on=self.on, **form.answers()
        )


class DiscussionDetail(ShowsChild, ScopedDoor, TemplateView):
    """What a discussion was about, and what it decided."""

    permission = Permission.PROTECTION_VIEW
    section = SECTION
    template_name = "casework/protection/discussion_detail.html"

    def rows(self, request: HttpRequest) -> QuerySet[StrategyDiscussion]:
        rows = StrategyDiscussion.objects.visible_to(request.user)
        return rows.select_related("child__school", "meeting", "called_by", "episode")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        enquiry = Section47.objects.visible_to(self.request.user).filter(discussion=self.record)
        return super().get_context_data(
            discussion=self.record,
            meeting=self.record.meeting,
            tag=presenters.discussion_tag(self.record),
            facts=presenters.discussion_facts(self.record),
            people=meeting_words.people(invitees_of(self.record.meeting)),
            enquiry=enquiry.first(),
            **kwargs,
        )


class ConferenceDetail(ShowsChild, ScopedDoor, TemplateView):
    """What a conference decided, and why."""

    permission = Permission.PROTECTION_VIEW
    section = SECTION
    template_name = "casework/protection/conference_detail.html"

    def rows(self, request: HttpRequest) -> QuerySet[Conference]:
        rows = Conference.objects.visible_to(request.user)
        return rows.select_related("child__school", "meeting", "enquiry", "plan")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ahead = reads.ahead_of(self.request.user, self.child.pk)
        return super().get_context_data(
            conference=self.record,
            meeting=self.record.meeting,
            facts=presenters.conference_facts(self.record),
            people=meeting_words.people(invitees_of(self.record.meeting)),
            ahead=meeting_words.rows(ahead, {}, self.on, timezone.now()),
            **kwargs,
        )


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
            may_conclude=enquiry.is_editable,
            may_agree=waits and agrees and enquiry.author_id != person.pk,
            may_waive=enquiry.needs_conference and agrees,
            may_hand_over=enquiry.is_editable and person.may(Permission.PROTECTION_LEAD),
            **kwargs,
        )


class EnquiryConclude(
    ChecksAnswers, SubmitsOnce, KeepsUnsentText, ShowsConflict, EnquiryPage, FormView
):
    """The lead says what was found. Anybody else is stopped here, and told what they can do."""

    permission = Permission.PROTECTION_VIEW
    form_class = forms.ConcludeForm
    template_name = "casework/protection/enquiry_conclude.html"
    check_button = "Conclude the enquiry"
    check_says = (
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

    def form_valid(self, form: forms.ConcludeForm) -> HttpResponse:
        if "confirmed" not in self.request.POST:
            return super().form_valid(form)
        try:
            actions.conclude_enquiry(
                enquiry=self.record, by=self.request.user, on=self.on, **form.answers()
            )
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
        version = request.POST.get("lock_version", "")
        try:
            actions.agree_conclusion(
                enquiry=self.record,
                by=request.user,
                on=self.on,
                began_from=int(version) if version.isdigit() else None,
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


class EnquiryWaive(ChecksAnswers, SubmitsOnce, EnquiryPage, FormView):
    """No conference is required after all."""

    permission = Permission.PROTECTION_AGREE
    form_class = forms.WaiveForm
    template_name = "casework/protection/enquiry_waive.html"
    check_button = "No conference is required"
    check_says = "The enquiry ends today, and the conference that stands ahead is called off."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.record.needs_conference:
            return redirect("casework:enquiry-detail", pk=self.record.pk)
        return None

    def form_valid(self, form: forms.WaiveForm) -> HttpResponse:
        if "confirmed" not in self.request.POST:
            return super().form_valid(form)
        try:
            actions.waive_conference(
                enquiry=self.record,
                why=form.cleaned_data["why"],
                by=self.request.user,
                on=self.on,
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Recorded. The enquiry has ended.")
        return redirect("casework:enquiry-detail", pk=self.record.pk)


class PartPage(ShowsChild, ScopedDoor):
    """A page of one part of an enquiry."""

    section = SECTION

    def rows(self, request: HttpRequest) -> QuerySet[EnquiryPart]:
        rows = EnquiryPart.objects.visible_to(request.user)
        return rows.select_related(
            "enquiry__child__school", "enquiry__author", "enquiry__episode", "writer", "written_by"
        )

    @property
    def enquiry(self) -> Section47:
        return self.record.enquiry

    def back_to_enquiry(self) -> HttpResponse:
        return redirect("casework:enquiry-detail", pk=self.record.enquiry_id)


class PartWrite(SubmitsOnce, KeepsUnsentText, ShowsConflict, PartPage, FormView):
    """Write one part: its writer, or the lead."""

    permission = Permission.PROTECTION_VIEW
    form_class = forms.PartForm
    template_name = "casework/protection/part_form.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        person = request.user
        if not policies.may_write_part(
            person.permissions,
            person.pk,
            writer_id=self.record.writer_id,
            lead_id=self.enquiry.author_id,
        ):
            raise PermissionDenied
        return None if self.enquiry.is_editable else self.back_to_enquiry()

    @property
    def form_key(self) -> str:
        return f"casework.enquiry.part.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"{self.child.reference}: part of an enquiry"

    def get_later_url(self) -> str:
        return reverse("casework:enquiry-detail", args=[self.record.enquiry_id])

    def get_form_kwargs(self) -> dict[str, Any]:
        is_lead = self.enquiry.author_id == self.request.user.pk
        return super().get_form_kwargs() | {"part": self.record, "is_lead": is_lead}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(part=self.record, enquiry=self.enquiry, **kwargs)

    def values_of(self, current: EnquiryPart) -> dict[str, Any]:
        return {"text": current.text}

    def form_valid(self, form: forms.PartForm) -> HttpResponse:
        version = form.cleaned_data["lock_version"]
        try:
            actions.write_part(
                part=self.record,
                text=form.cleaned_data["text"],
                began_from=-1 if version is None else version,
                by=self.request.user,
            )
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self.form_invalid(form)
        messages.success(self.request, "Saved.")
        return self.back_to_enquiry()


class PartAssign(SubmitsOnce, PartPage, FormView):
    """The lead gives the part to somebody who works with the child."""

    permission = Permission.PROTECTION_LEAD
    form_class = forms.AssignForm
    template_name = "casework/protection/part_assign.html"

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.enquiry.author_id != request.user.pk:
            raise PermissionDenied
        return None if self.enquiry.is_editable else self.back_to_enquiry()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = {"writer": str(self.record.writer_id)}
        return kwargs | {"writers": reads.writers_for(self.enquiry, self.on)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(part=self.record, enquiry=self.enquiry, **kwargs)

    def form_valid(self, form: forms.AssignForm) -> HttpResponse:
        try:
            actions.assign_part(
                part=self.record, writer=form.cleaned_data["writer"], by=self.request.user
            )
        except ValidationError as refused:
            show_refusal(form, refused)
            return self.form_invalid(form)
        messages.success(self.request, "Given to them; they are told.")
        return self.back_to_enquiry()


class PartAccept(PartPage, View):
    """The lead takes the part over as it stands."""

    permission = Permission.PROTECTION_LEAD
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        version = request.POST.get("lock_version", "")
        try:
            actions.accept_part(
                part=self.record,
                by=request.user,
                began_from=int(version) if version.isdigit() else None,
            )
        except Conflict:
            messages.warning(request, "It changed while you were reading. Read it again first.")
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Taken over.")
        return self.back_to_enquiry()
