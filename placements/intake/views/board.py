"""The intake board: places offered, answered and filled, and the room behind them."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from placements.checks import presenters as check_presenters
from placements.checks.actions import save_item
from placements.checks.forms import ItemForm
from placements.checks.models import ChecklistItem, placements_checked_by
from placements.checks.reads import access_of, induction_by_part, progress
from placements.checks.views import item_context
from placements.intake import actions, presenters
from placements.intake.capacity import capacity_of
from placements.intake.forms import (
    AnswerForm,
    IntakeForm,
    IntakeNewForm,
    NameStudentForm,
    OfferChangeForm,
    OfferForm,
    WithdrawForm,
)
from placements.intake.models import Intake, IntakeTask, Nomination, Offer
from placements.models.placement import PracticePlacement
from placements.pages import AskingAbout, AskingPage
from placements.profile.models import StudentProfile
from placements.room import tabs

PAGE = 20


class IntakeList(Door, TemplateView):
    """Every intake, the next one first, with its places in a line."""

    permission = Permission.INTAKE_VIEW
    template_name = "placements/intake/intake_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        page = Paginator(
            Intake.objects.visible_to(user).order_by("-starts_on", "name"), PAGE
        ).get_page(self.request.GET.get("page"))
        shown = list(page)
        offers, tasks = defaultdict(list), defaultdict(int)
        for offer in Offer.objects.visible_to(user).filter(intake__in=shown).with_named():
            offers[offer.intake_id].append(offer)
        for task in IntakeTask.objects.visible_to(user).filter(intake__in=shown).open():
            tasks[task.intake_id] += 1
        rows = [
            presenters.intake_row(one, presenters.totals(offers[one.pk]), tasks[one.pk])
            for one in shown
        ]
        return super().get_context_data(
            tabs=tabs(user, "intakes"),
            head=presenters.INTAKE_HEAD,
            rows=rows,
            page=page,
            may_manage=user.may(Permission.INTAKE_MANAGE),
            **kwargs,
        )


class IntakeScope:
    def rows(self, request: HttpRequest) -> QuerySet[Intake]:
        return Intake.objects.visible_to(request.user).select_related("team")


class IntakeDetail(IntakeScope, ScopedDoor, TemplateView):
    """The board of one intake."""

    permission = Permission.INTAKE_VIEW
    template_name = "placements/intake/intake_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, user, intake = timezone.localdate(), self.request.user, self.record
        may = user.may(Permission.INTAKE_MANAGE)
        offers = list(
            Offer.objects.visible_to(user)
            .filter(intake=intake)
            .with_named()
            .select_related("university")
        )
        open_to_reader = PracticePlacement.objects.visible_to(user)
        nominations = list(
            Nomination.objects.visible_to(user)
            .filter(offer__intake=intake)
            .standing()
            .select_related("student", "offer__university", "match__practice_educator")
            .annotate(may_open=Exists(open_to_reader.filter(pk=OuterRef("match__placement"))))
        )
        tasks = IntakeTask.objects.visible_to(user).filter(intake=intake).select_related("owner")
        room = capacity_of(intake, offers, on)
        found = presenters.totals(offers)
        return super().get_context_data(
            intake=intake,
            cards=presenters.cards(found, room, intake),
            room=room,
            sum_head=presenters.SUM_HEAD,
            sums=presenters.sums(room),
            offer_head=presenters.OFFER_HEAD,
            offers=presenters.offer_rows(offers, on, may),
            student_head=presenters.STUDENT_HEAD,
            students=presenters.student_rows(
                nominations,
                presenters.Opens(
                    match=user.may(Permission.PLACEMENT_MANAGE),
                    manage=may,
                    profiles=self._profiles(),
                    placements={row.match.placement_id for row in nominations if row.may_open}
                    if user.may(Permission.PLACEMENT_VIEW)
                    else set(),
                ),
            ),
            task_head=presenters.TASK_HEAD,
            tasks=presenters.task_rows(tasks, on, may),
            may_manage=may,
            **kwargs,
        )

    def _profiles(self) -> dict[UUID, UUID]:
        """Profiles this person may open, by student."""
        user = self.request.user
        if not user.may(Permission.PROFILE_VIEW):
            return {}
        rows = StudentProfile.objects.visible_to(user).filter(
            person__nominations__offer__intake=self.record
        )
        return dict(rows.values_list("person_id", "pk"))


class IntakeNew(AskingPage):
    permission = Permission.INTAKE_MANAGE
    form_class = IntakeNewForm
    done = "Planned, with a list of checks and the year wheel's tasks."

    def get_form_kwargs(self) -> dict[str, Any]:
        team_ids = self.request.user.team_wide_ids(timezone.localdate())
        return super().get_form_kwargs() | {"team_ids": team_ids}

    def title(self) -> str:
        return "Plan an intake"

    def back(self) -> tuple[str, str]:
        return reverse("placements:intake-list"), "Intakes"

    def act(self, **answers: Any) -> Intake:
        return actions.plan_intake(on=timezone.localdate(), by=self.request.user, **answers)

    def done_url(self, result: Intake) -> str:
        return reverse("placements:intake-detail", args=[result.pk])


class IntakeForms(IntakeScope, AskingAbout):
    permission = Permission.INTAKE_MANAGE

    def back(self) -> tuple[str, str]:
        return reverse("placements:intake-detail", args=[self.record.pk]), str(self.record)


class IntakeChange(IntakeForms):
    form_class = IntakeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.record}

    def title(self) -> str:
        return "Change the intake"

    def act(self, **answers: Any) -> Intake:
        return actions.change_intake(intake=self.record, by=self.request.user, **answers)


class OfferNew(IntakeForms):
    form_class = OfferForm
    done = "Offered."

    def get_initial(self) -> dict[str, Any]:
        return {"offered_on": timezone.localdate()}

    def title(self) -> str:
        return f"Offer places: {self.record}"

    def act(self, **answers: Any) -> Offer:
        return actions.make_offer(intake=self.record, by=self.request.user, **answers)


class NameStudent(IntakeForms):
    form_class = NameStudentForm
    done = "Named."

    def get_form_kwargs(self) -> dict[str, Any]:
        offers = Offer.objects.visible_to(self.request.user).filter(intake=self.record)
        return super().get_form_kwargs() | {"offers": offers.select_related("university")}

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": self.record.starts_on}

    def title(self) -> str:
        return f"Name a student: {self.record}"

    def act(self, **answers: Any) -> Nomination:
        return actions.name_student(named_on=timezone.localdate(), by=self.request.user, **answers)


class OfferForms(AskingAbout):
    permission = Permission.INTAKE_MANAGE

    def rows(self, request: HttpRequest) -> QuerySet[Offer]:
        return Offer.objects.visible_to(request.user).select_related("intake__team", "university")

    def back(self) -> tuple[str, str]:
        intake = self.record.intake
        return reverse("placements:intake-detail", args=[intake.pk]), str(intake)


class OfferChange(OfferForms):
    form_class = OfferChangeForm

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.record, name) for name in OfferChangeForm.base_fields}

    def title(self) -> str:
        return f"Change the offer: {self.record}"

    def act(self, **answers: Any) -> Offer:
        return actions.change_offer(
            offer=self.record, on=timezone.localdate(), by=self.request.user, **answers
        )


class OfferAnswer(OfferForms):
    form_class = AnswerForm
    done = "Recorded."

    def get_initial(self) -> dict[str, Any]:
        offer = self.record
        return {
            "accepted": offer.accepted,
            "declined": offer.declined,
            "answered_on": timezone.localdate(),
            "note": offer.note,
        }

    def title(self) -> str:
        return f"Answer: {self.record}"

    def lede(self) -> str:
        places = "place was" if self.record.places == 1 else "places were"
        return f"{self.record.places} {places} offered. What is in neither box is still open."

    def act(self, **answers: Any) -> Offer:
        return actions.answer_offer(offer=self.record, by=self.request.user, **answers)


class WithdrawStudent(AskingAbout):
    permission = Permission.INTAKE_MANAGE
    form_class = WithdrawForm
    done = "Withdrawn. The place is empty again."

    def rows(self, request: HttpRequest) -> QuerySet[Nomination]:
        return Nomination.objects.visible_to(request.user).select_related(
            "offer__intake__team", "student"
        )

    def title(self) -> str:
        return f"Withdraw {self.record.student.name}"

    def back(self) -> tuple[str, str]:
        intake = self.record.offer.intake
        return reverse("placements:intake-detail", args=[intake.pk]), str(intake)

    def act(self, why: str) -> Nomination:
        return actions.withdraw_student(
            nomination=self.record, on=timezone.localdate(), why=why, by=self.request.user
        )


# The intake's list, and who has had what


class IntakeChecklist(IntakeScope, ScopedDoor, TemplateView):
    permission = Permission.INTAKE_VIEW
    template_name = "placements/checks/item_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, intake = self.request.user, self.record
        items = ChecklistItem.objects.visible_to(user).of_intake(intake.pk)
        return super().get_context_data(
            **item_context(items, user),
            title=f"What is asked: {intake}",
            back_url=reverse("placements:intake-detail", args=[intake.pk]),
            back_text=str(intake),
            add_url=reverse("placements:intake-item-add", args=[intake.pk]),
            lede="Asked of every student of this intake. A new line is asked of those who have "
            "not begun.",
            **kwargs,
        )


class IntakeItemAdd(IntakeForms):
    form_class = ItemForm

    def title(self) -> str:
        return f"Add to the list: {self.record}"

    def back(self) -> tuple[str, str]:
        return reverse("placements:intake-checklist", args=[self.record.pk]), "The list"

    def act(self, **answers: Any) -> ChecklistItem:
        return save_item(
            item=ChecklistItem(intake_id=self.record.pk),
            on=timezone.localdate(),
            by=self.request.user,
            **answers,
        )


class IntakeProgress(IntakeScope, ScopedDoor, TemplateView):
    """Who is verified, who has had the induction, to whom children's records are open."""

    permission = Permission.PROFILE_VIEW
    template_name = "placements/intake/intake_progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, user = timezone.localdate(), self.request.user
        placements = list(
            placements_checked_by(user)
            .filter(intake=self.record)
            .select_related("student")
            .order_by("student__name")
        )
        found = progress([one.pk for one in placements], on)
        doors = access_of(placements)
        return super().get_context_data(
            intake=self.record,
            part_head=check_presenters.PART_HEAD,
            parts=check_presenters.part_rows(induction_by_part(placements)),
            head=check_presenters.COHORT_HEAD,
            rows=[
                check_presenters.cohort_row(
                    one, found[one.pk], any(on in period for period in doors[one.pk]), on
                )
                for one in placements
            ],
            **kwargs,
        )
