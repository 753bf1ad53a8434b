"""Pages of checks: one student's list, what was seen and shown, an intake's list."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from placements.checks import actions, presenters
from placements.checks.forms import CheckForm, InductionForm, ItemForm, RemoveForm, RevokeForm
from placements.checks.models import (
    ChecklistItem,
    PlacementCheck,
    Verification,
    placements_checked_by,
)
from placements.checks.reads import access_of
from placements.models.placement import PracticePlacement
from placements.pages import AskingAbout, AskingPage

Part = ChecklistItem.Part


class CheckList(ScopedDoor, TemplateView):
    """Everything asked of one student, and whether children's records are open to them."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/checks/check_list.html"

    def rows(self, request: HttpRequest) -> QuerySet[PracticePlacement]:
        return placements_checked_by(request.user).select_related("student")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, user, placement = timezone.localdate(), self.request.user, self.record
        checks = list(
            PlacementCheck.objects.visible_to(user).filter(placement=placement).with_verifications()
        )
        missing = [one.item.title for one in checks if one.item.is_critical and not one.holds(on)]
        sentence, kind = presenters.access_sentence(
            placement, access_of([placement])[placement.pk], missing, on
        )
        is_open = not placement.has_ended
        return super().get_context_data(
            placement=placement,
            sentence=sentence,
            kind=kind,
            check_head=presenters.CHECK_HEAD,
            check_rows=presenters.check_rows(
                checks, on, is_open and user.may(Permission.PLACEMENT_MANAGE)
            ),
            induction_head=presenters.INDUCTION_HEAD,
            induction_rows=presenters.induction_rows(
                checks, is_open and user.may(Permission.PLACEMENT_INDUCT)
            ),
            **kwargs,
        )


class CheckPage(AskingAbout):
    """A form about one check of one student."""

    def rows(self, request: HttpRequest) -> QuerySet[PlacementCheck]:
        return PlacementCheck.objects.visible_to(request.user).select_related(
            "placement__student", "item"
        )

    def title(self) -> str:
        return f"{self.record.item.title}: {self.record.placement.student.name}"

    def lede(self) -> str:
        return self.record.item.what_it_looks_like

    def back(self) -> tuple[str, str]:
        url = reverse("placements:check-list", args=[self.record.placement_id])
        return url, "Checks and induction"


class CheckVerify(CheckPage):
    permission = Permission.PLACEMENT_MANAGE
    form_class = CheckForm
    done = "Verified."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"ends": self.record.item.ends}

    def get_initial(self) -> dict[str, Any]:
        return {"verified_on": timezone.localdate()}

    def act(self, **answers: Any) -> Verification:
        return actions.verify_check(check=self.record, by=self.request.user, **answers)


class InductionRecord(CheckPage):
    permission = Permission.PLACEMENT_INDUCT
    form_class = InductionForm
    done = "Recorded."

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def act(self, **answers: Any) -> None:
        actions.record_induction(check=self.record, by=self.request.user, **answers)


class CheckRevoke(AskingAbout):
    """Take a verification back: children's records shut at once where it was critical."""

    permission = Permission.PLACEMENT_MANAGE
    form_class = RevokeForm
    done = "Taken back."

    def rows(self, request: HttpRequest) -> QuerySet[Verification]:
        return Verification.objects.visible_to(request.user).select_related(
            "of_check__placement__student", "of_check__item"
        )

    def title(self) -> str:
        check = self.record.of_check
        return f"Take back: {check.item.title}, {check.placement.student.name}"

    def lede(self) -> str:
        if self.record.of_check.item.is_critical:
            return "Children's records shut for this student the moment you do it."
        return ""

    def back(self) -> tuple[str, str]:
        url = reverse("placements:check-list", args=[self.record.of_check.placement_id])
        return url, "Checks and induction"

    def act(self, why: str) -> Verification:
        return actions.revoke_verification(
            verification=self.record, on=timezone.localdate(), why=why, by=self.request.user
        )


# The lists themselves


class StandardList(Door, TemplateView):
    """What every new intake's list begins with."""

    permission = Permission.INTAKE_VIEW
    template_name = "placements/checks/item_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = ChecklistItem.objects.visible_to(self.request.user).of_intake(None)
        return super().get_context_data(
            **item_context(items, self.request.user),
            title="The standard list",
            back_url=reverse("placements:intake-list"),
            back_text="Intakes",
            add_url=reverse("placements:standard-item-add"),
            lede="Every new intake begins with a copy of this list. A change here leaves the lists "
            "of intakes that are planned already as they are.",
            **kwargs,
        )


def item_context(items: QuerySet[ChecklistItem], user: Any) -> dict[str, Any]:
    may = user.may(Permission.INTAKE_MANAGE)
    rows = list(items)
    return {
        "item_head": presenters.ITEM_HEAD,
        "before": presenters.item_rows((one for one in rows if one.part == Part.BEFORE), may),
        "induction": presenters.item_rows((one for one in rows if one.part == Part.INDUCTION), may),
        "may_manage": may,
    }


class StandardItemAdd(AskingPage):
    permission = Permission.INTAKE_MANAGE
    form_class = ItemForm

    def title(self) -> str:
        return "Add to the standard list"

    def back(self) -> tuple[str, str]:
        return reverse("placements:standard-list"), "The standard list"

    def act(self, **answers: Any) -> ChecklistItem:
        return actions.save_item(
            item=ChecklistItem(), on=timezone.localdate(), by=self.request.user, **answers
        )


class ItemPage(AskingAbout):
    permission = Permission.INTAKE_MANAGE

    def rows(self, request: HttpRequest) -> QuerySet[ChecklistItem]:
        return ChecklistItem.objects.visible_to(request.user).filter(removed_on=None)

    def back(self) -> tuple[str, str]:
        if self.record.intake_id is None:
            return reverse("placements:standard-list"), "The standard list"
        return reverse("placements:intake-checklist", args=[self.record.intake_id]), "The list"


class ItemChange(ItemPage):
    form_class = ItemForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.record}

    def title(self) -> str:
        return "Change a line of the list"

    def act(self, **answers: Any) -> ChecklistItem:
        return actions.save_item(
            item=self.record, on=timezone.localdate(), by=self.request.user, **answers
        )


class ItemRemove(ItemPage):
    form_class = RemoveForm
    done = "Removed. Whoever was asked keeps it."

    def title(self) -> str:
        return f"Remove “{self.record.title}”"

    def lede(self) -> str:
        return "Students who come from now on are not asked. Those who were asked keep it."

    def act(self) -> ChecklistItem:
        return actions.remove_item(item=self.record, on=timezone.localdate(), by=self.request.user)
