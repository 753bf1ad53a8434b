"""Pages of the learning agreement: read, write, send, answer, print, and whom to chase."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from placements.agreement import actions, policies, presenters
from placements.agreement.forms import AgreementForm, AnswerForm, PrivatePartForm
from placements.agreement.models import AgreementAdjustments, LearningAgreement
from placements.agreement.states import Party, State
from placements.days import may_confirm
from placements.models.placement import PracticePlacement
from placements.pages import AskingAbout, OneClick, PlacementPage, WritesText
from placements.room import pages, tabs
from records.conflicts import Conflict
from records.unsent import ONCE, VERSION

PAGE = 25


class AgreementScope:
    """Pages about one version."""

    record: LearningAgreement

    def rows(self, request: HttpRequest) -> QuerySet[LearningAgreement]:
        return LearningAgreement.objects.visible_to(request.user).with_answers()

    @cached_property
    def answers_for_student(self) -> bool:
        """Whether the reader is the practice educator, or covers for them, today."""
        user, placement = self.request.user, self.record.placement
        if user.pk == placement.student_id:
            return False
        return may_confirm(user, placement, timezone.localdate())

    @property
    def may_write(self) -> bool:
        user, placement = self.request.user, self.record.placement
        return (
            user.may(Permission.AGREEMENT_WRITE)
            and not placement.has_ended
            and policies.may_write(user, placement, self.answers_for_student)
        )

    @property
    def may_keep_private_part(self) -> bool:
        return self.request.user.may(
            Permission.ADJUSTMENTS_KEEP
        ) and policies.may_keep_private_part(
            self.request.user, self.record.placement, self.answers_for_student
        )

    @cached_property
    def answers_as(self) -> Party | None:
        """For whom the reader may answer now: themselves, or a tutor who does not sign in."""
        user, agreement = self.request.user, self.record
        placement = agreement.placement
        if agreement.state != State.SENT or placement.has_ended:
            return None
        if not user.may(Permission.AGREEMENT_ANSWER):
            return None
        given = {one.party for one in agreement.answers.all() if one.round == agreement.round}
        own = actions.party_of(user, placement, self.answers_for_student)
        if own is not None and own not in given:
            return own
        has_tutor_here = placement.tutor is not None and placement.tutor.person_id is not None
        if has_tutor_here or Party.TUTOR in given or not self.may_keep_private_part:
            return None
        return Party.TUTOR

    def to_agreement(self) -> str:
        return reverse("placements:agreement-detail", args=[self.record.pk])

    def back(self) -> tuple[str, str]:
        return self.to_agreement(), "Learning agreement"


class AgreementCurrent(PlacementPage, TemplateView):
    """The way to the version that matters now; where there is none yet, how to begin."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/agreement/agreement_none.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = LearningAgreement.objects.visible_to(request.user).filter(placement=self.record)
        newest = seen.in_force().first() or seen.first()
        if newest is not None:
            return redirect("placements:agreement-detail", pk=newest.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, placement = self.request.user, self.record
        answers = user.pk != placement.student_id and may_confirm(
            user, placement, timezone.localdate()
        )
        return super().get_context_data(
            placement=placement,
            pages=pages(self.request.user, placement.pk, "agreement"),
            may_write=user.may(Permission.AGREEMENT_WRITE)
            and not placement.has_ended
            and policies.may_write(user, placement, answers),
            **kwargs,
        )


class AgreementDetail(AgreementScope, ScopedDoor, TemplateView):
    """One version: its text, who has agreed, what may be done next, the other versions."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/agreement/agreement_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, agreement = self.request.user, self.record
        others = list(
            LearningAgreement.objects.visible_to(user)
            .filter(placement=agreement.placement)
            .exclude(pk=agreement.pk)
        )
        private = AgreementAdjustments.objects.visible_to(user).filter(agreement=agreement)
        return super().get_context_data(
            agreement=agreement,
            placement=agreement.placement,
            pages=pages(self.request.user, agreement.placement_id, "agreement"),
            state_kind=presenters.state_kind(agreement),
            parts=presenters.parts(agreement),
            missing=presenters.missing_sentence(agreement),
            tasks=presenters.standing_tasks(agreement),
            others=presenters.earlier_rows(others),
            may_write=self.may_write,
            may_begin_next=self.may_write
            and agreement.state == State.IN_FORCE
            and not any(one.state in {State.DRAFT, State.SENT} for one in others),
            answers_as=self.answers_as,
            sees_private=self.may_keep_private_part,
            private=private.select_related("written_by").first()
            if self.may_keep_private_part
            else None,
            **kwargs,
        )


class AgreementPrint(AgreementScope, ScopedDoor, TemplateView):
    """The agreement for paper, with a line for each signature. Never its private part."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/agreement/agreement_print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            agreement=self.record,
            placement=self.record.placement,
            parts=presenters.parts(self.record),
            tasks=presenters.standing_tasks(self.record),
            **kwargs,
        )


class AgreementStart(OneClick, PlacementPage):
    """Begin the first version, or the next one."""

    permission = Permission.AGREEMENT_WRITE
    done = "Begun. Student and practice educator write it together."

    def act(self) -> None:
        self.started = actions.start_agreement(
            placement=self.record, by=self.request.user, on=timezone.localdate()
        )

    def leads_to(self) -> str:
        started = getattr(self, "started", None)
        if started is None:
            return reverse("placements:agreement-current", args=[self.record.pk])
        return reverse("placements:agreement-edit", args=[started.pk])


class AgreementEdit(AgreementScope, WritesText):
    """Write into the draft; what somebody else saved meanwhile is shown beside one's own text."""

    permission = Permission.AGREEMENT_WRITE
    form_class = AgreementForm
    template_name = "placements/agreement/agreement_form.html"
    done = "Saved."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.may_write:
            raise PermissionDenied
        if self.record.state != State.DRAFT:
            return redirect(self.to_agreement())
        return None

    @property
    def form_key(self) -> str:
        return f"placements.agreement.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return f"Learning agreement: {self.record.placement.student.name}"[:120]

    def title(self) -> str:
        return f"Learning agreement, version {self.record.version}"

    def get_initial(self) -> dict[str, Any]:
        fields = {name: getattr(self.record, name) for name in actions.FIELDS}
        return fields | {VERSION: self.record.lock_version}

    def act(self, **answers: Any) -> LearningAgreement:
        began_from = answers[VERSION]
        return actions.save_agreement(
            agreement=self.record,
            began_from=-1 if began_from is None else began_from,
            by=self.request.user,
            on=timezone.localdate(),
            fields={name: answers[name] for name in actions.FIELDS},
        )


class AgreementSend(AgreementScope, OneClick):
    permission = Permission.AGREEMENT_WRITE
    done = "Sent. You agreed by sending it; the others are asked and reminded."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.may_write:
            raise PermissionDenied
        return super().turn_away(request)

    def act(self) -> None:
        actions.send_agreement(agreement=self.record, by=self.request.user, on=timezone.localdate())

    def leads_to(self) -> str:
        return self.to_agreement()


class AgreementTakeBack(AgreementSend):
    done = "Taken back. Nobody's answer to that text counts any more."

    def act(self) -> None:
        actions.take_back_agreement(
            agreement=self.record, by=self.request.user, on=timezone.localdate()
        )


class AgreementAnswerCreate(AgreementScope, AskingAbout):
    """Agree, or ask for a change."""

    permission = Permission.AGREEMENT_ANSWER
    form_class = AnswerForm
    template_name = "placements/agreement/answer_form.html"
    done = "Your answer is recorded."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if self.answers_as is None:
            return redirect(self.to_agreement())
        return None

    def title(self) -> str:
        return f"Answer to the learning agreement of {self.record.placement.student.name}"

    def get_form_kwargs(self) -> dict[str, Any]:
        placement, user = self.record.placement, self.request.user
        is_tutor = placement.tutor is not None and placement.tutor.person_id == user.pk
        return super().get_form_kwargs() | {
            "lock_version": self.record.lock_version,
            "is_for_tutor": self.answers_as == Party.TUTOR and not is_tutor,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(parts=presenters.parts(self.record), **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Conflict:
            form.add_error(None, "It changed while you were reading. Read it again first.")
            return self.form_invalid(form)

    def act(self, **answers: Any) -> Any:
        began_from = answers.pop(VERSION)
        return actions.answer_agreement(
            agreement=self.record,
            party=self.answers_as,
            by=self.request.user,
            on=timezone.localdate(),
            began_from=-1 if began_from is None else began_from,
            **{name: value for name, value in answers.items() if name != ONCE},
        )


class PrivatePartEdit(AgreementScope, WritesText):
    """What is done about adjustments: the practice educator and the manager write and read it."""

    permission = Permission.ADJUSTMENTS_KEEP
    form_class = PrivatePartForm
    template_name = "placements/agreement/private_form.html"
    done = "Saved. Only the practice educator and the team manager can see it."

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not self.may_keep_private_part:
            raise PermissionDenied
        return None

    @cached_property
    def private(self) -> AgreementAdjustments | None:
        seen = AgreementAdjustments.objects.visible_to(self.request.user)
        return seen.filter(agreement=self.record).first()

    @property
    def form_key(self) -> str:
        return f"placements.agreement.private.{self.record.pk}"

    @property
    def unsent_title(self) -> str:
        return "Private part of a learning agreement"

    def title(self) -> str:
        return "Adjustments: private part"

    def current(self) -> AgreementAdjustments | None:
        return self.private

    def get_initial(self) -> dict[str, Any]:
        part = self.private
        return {"text": part.text if part else "", VERSION: part.lock_version if part else 0}

    def act(self, **answers: Any) -> AgreementAdjustments:
        began_from = answers[VERSION]
        return actions.keep_adjustments(
            agreement=self.record,
            text=answers["text"],
            began_from=-1 if began_from is None else began_from,
            by=self.request.user,
            on=timezone.localdate(),
        )


class AgreementChase(Door, TemplateView):
    """Running placements whose agreement is not agreed by all three, longest waiting first."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/agreement/agreement_chase.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = self.request.user, timezone.localdate()
        unfinished = (
            LearningAgreement.objects.visible_to(user).unfinished().prefetch_related("answers")
        )
        seen = PracticePlacement.objects.visible_to(user).running(on)
        waiting = (
            (seen.filter(agreements__in=unfinished) | seen.filter(agreements=None))
            .distinct()
            .select_related("student", "practice_educator", "tutor__person")
            .prefetch_related(Prefetch("agreements", queryset=unfinished, to_attr="open_ones"))
            .order_by("starts_on", "pk")
        )
        page = Paginator(waiting, PAGE).get_page(self.request.GET.get("page"))
        rows = []
        for placement in page:
            newest = next(iter(placement.open_ones), None)
            if newest is not None:
                newest.placement = placement
            rows.append(presenters.chase_row(placement, newest))
        return super().get_context_data(
            page=page,
            rows=rows,
            head=presenters.CHASE_HEAD,
            tabs=tabs(user, "agreements"),
            **kwargs,
        )
