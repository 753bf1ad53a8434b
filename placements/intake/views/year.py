"""The year wheel and the tasks it makes."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door
from accounts.permissions import Permission
from placements.intake import actions, presenters
from placements.intake.forms import DoneForm, DropForm, StepForm, TaskForm, TaskPassForm
from placements.intake.models import Intake, IntakeTask, WheelStep
from placements.pages import AskingAbout, AskingPage, OneClick
from placements.room import tabs


class Wheel(Door, TemplateView):
    """Twelve months from this one with every intake's tasks, and the steps that make them."""

    permission = Permission.INTAKE_VIEW
    template_name = "placements/intake/wheel.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, user = timezone.localdate(), self.request.user
        may = user.may(Permission.INTAKE_MANAGE)
        tasks = IntakeTask.objects.visible_to(user).select_related("intake", "owner")
        steps = WheelStep.objects.visible_to(user)
        return super().get_context_data(
            tabs=tabs(user, "year"),
            months=presenters.year(tasks.of_the_year(on), on),
            on=on,
            step_head=presenters.STEP_HEAD,
            steps=presenters.step_rows(steps, may),
            may_manage=may,
            **kwargs,
        )


class StepNew(AskingPage):
    permission = Permission.INTAKE_MANAGE
    form_class = StepForm

    def title(self) -> str:
        return "Add a step to the year wheel"

    def lede(self) -> str:
        return "Intakes planned from now on get it; those planned already keep their tasks."

    def back(self) -> tuple[str, str]:
        return reverse("placements:wheel"), "Year wheel"

    def act(self, **answers: Any) -> WheelStep:
        return actions.save_step(step=WheelStep(), by=self.request.user, **answers)


class StepChange(AskingAbout):
    permission = Permission.INTAKE_MANAGE
    form_class = StepForm

    def rows(self, request: HttpRequest) -> QuerySet[WheelStep]:
        return WheelStep.objects.visible_to(request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.record}

    def title(self) -> str:
        return "Change a step of the year wheel"

    def lede(self) -> str:
        return self.record.source

    def back(self) -> tuple[str, str]:
        return reverse("placements:wheel"), "Year wheel"

    def act(self, **answers: Any) -> WheelStep:
        return actions.save_step(step=self.record, by=self.request.user, **answers)


class TaskNew(AskingAbout):
    permission = Permission.INTAKE_MANAGE
    form_class = TaskForm

    def rows(self, request: HttpRequest) -> QuerySet[Intake]:
        return Intake.objects.visible_to(request.user).select_related("team")

    def get_form_kwargs(self) -> dict[str, Any]:
        on = timezone.localdate()
        return super().get_form_kwargs() | {"team": self.record.team, "on": on}

    def title(self) -> str:
        return f"Add a task: {self.record}"

    def back(self) -> tuple[str, str]:
        return reverse("placements:intake-detail", args=[self.record.pk]), str(self.record)

    def act(self, **answers: Any) -> IntakeTask:
        return actions.add_task(
            intake=self.record, on=timezone.localdate(), by=self.request.user, **answers
        )


class TaskScope:
    permission = Permission.INTAKE_MANAGE

    def rows(self, request: HttpRequest) -> QuerySet[IntakeTask]:
        return IntakeTask.objects.visible_to(request.user).select_related(
            "intake__team", "step", "owner", "done_by"
        )

    def leads_to(self) -> str:
        return f"{reverse('placements:intake-detail', args=[self.record.intake_id])}#tasks"


class TaskForms(TaskScope, AskingAbout):
    def back(self) -> tuple[str, str]:
        return self.leads_to(), str(self.record.intake)


class TaskDetail(TaskForms):
    """Who does it and by when; what else can be done with it stands below."""

    form_class = TaskPassForm
    template_name = "placements/intake/task_detail.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        on = timezone.localdate()
        return super().get_form_kwargs() | {"team": self.record.intake.team, "on": on}

    def get_initial(self) -> dict[str, Any]:
        return {"due_on": self.record.due_on, "owner": self.record.owner}

    def title(self) -> str:
        return self.record.title

    def lede(self) -> str:
        return self.record.step.what_to_do if self.record.step else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(task=self.record, **kwargs)

    def act(self, **answers: Any) -> IntakeTask:
        return actions.pass_task(
            task=self.record, on=timezone.localdate(), by=self.request.user, **answers
        )


class TaskDone(TaskForms):
    form_class = DoneForm
    done = "Done."

    def title(self) -> str:
        return f"Done: {self.record.title}"

    def act(self, note: str) -> IntakeTask:
        return actions.do_task(
            task=self.record, on=timezone.localdate(), note=note, by=self.request.user
        )


class TaskDrop(TaskForms):
    form_class = DropForm

    def title(self) -> str:
        return f"Not needed: {self.record.title}"

    def act(self, why: str) -> IntakeTask:
        return actions.drop_task(task=self.record, why=why, by=self.request.user)


class TaskReopen(TaskScope, OneClick):
    done = "Open again."

    def act(self) -> None:
        actions.reopen_task(task=self.record, by=self.request.user)
