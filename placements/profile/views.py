"""Pages of the people: a student's profile, practice educators, roles on a placement."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from accounts.roles import Role
from casework.child.models import DeclaredConflict
from placements.models.placement import PracticePlacement
from placements.pages import AskingAbout, AskingPage
from placements.profile import actions, policies, presenters
from placements.profile.forms import (
    AdjustmentsForm,
    AwardForm,
    EducatorAddForm,
    EducatorForm,
    RoleEndForm,
    RoleForm,
    StudentProfileForm,
)
from placements.profile.models import (
    EducatorProfile,
    PepsAward,
    PlacementRole,
    StudentAdjustments,
    StudentProfile,
)
from placements.profile.reads import educators
from placements.profile.standing import next_renewal
from placements.room import tabs

ARRANGES = frozenset({Role.TEAM_MANAGER, Role.BUSINESS_SUPPORT})


# Students


class StudentScope:
    def rows(self, request: HttpRequest) -> QuerySet[StudentProfile]:
        return StudentProfile.objects.visible_to(request.user).select_related(
            "person", "university", "team"
        )


class StudentDetail(StudentScope, ScopedDoor, TemplateView):
    """What is known of a student before and on placement. Adjustments only where the scope says."""

    permission = Permission.PROFILE_VIEW
    template_name = "placements/profile/student_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, profile = self.request.user, self.record
        adjustments = StudentAdjustments.objects.visible_to(user).filter(profile=profile).first()
        conflicts = DeclaredConflict.objects.visible_to(user).made_by(profile.person).standing()
        placements = (
            PracticePlacement.objects.visible_to(user)
            .filter(student=profile.person)
            .select_related("student")
        )
        return super().get_context_data(
            profile=profile,
            facts=presenters.student_facts(profile),
            adjustments=presenters.adjustment_facts(adjustments),
            sees_adjustments=StudentProfile.objects.visible_to(user)
            .with_adjustments_seen_by(user)
            .filter(pk=profile.pk)
            .exists(),
            conflict_head=presenters.CONFLICT_HEAD,
            conflicts=presenters.conflict_rows(conflicts),
            may_declare=user.pk == profile.person_id and user.may(Permission.CONFLICT_DECLARE),
            placement_head=presenters.STUDENT_HEAD,
            placements=presenters.placement_rows(placements, reader=user),
            may_edit=user.may(Permission.PROFILE_EDIT) and policies.may_edit_student(user, profile),
            may_edit_adjustments=policies.may_edit_adjustments(user, profile),
            **kwargs,
        )


class StudentForm(StudentScope, AskingAbout):
    permission = Permission.PROFILE_EDIT

    def back(self) -> tuple[str, str]:
        return reverse("placements:student-detail", args=[self.record.pk]), "Profile"


class StudentEdit(StudentForm):
    form_class = StudentProfileForm

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not policies.may_edit_student(request.user, self.record):
            raise PermissionDenied
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        by_student = self.record.person_id == self.request.user.pk
        return super().get_form_kwargs() | {"instance": self.record, "by_student": by_student}

    def title(self) -> str:
        return f"Profile of {self.record.person.name}"

    def act(self, **answers: Any) -> StudentProfile:
        known = {"university": self.record.university, "level": self.record.level}
        return actions.save_student_profile(
            student=self.record.person,
            team=self.record.team,
            by=self.request.user,
            **(known | answers),
        )


class AdjustmentsEdit(StudentForm):
    form_class = AdjustmentsForm

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not policies.may_edit_adjustments(request.user, self.record):
            raise PermissionDenied
        return None

    @cached_property
    def told(self) -> StudentAdjustments | None:
        rows = StudentAdjustments.objects.visible_to(self.request.user)
        return rows.filter(profile=self.record).first()

    def get_form_kwargs(self) -> dict[str, Any]:
        by_student = self.record.person_id == self.request.user.pk
        return super().get_form_kwargs() | {"instance": self.told, "by_student": by_student}

    def title(self) -> str:
        return f"Adjustments: {self.record.person.name}"

    def lede(self) -> str:
        return (
            "Read by the student, their practice educator and the team manager, and by nobody else."
        )

    def act(self, **answers: Any) -> StudentAdjustments:
        agreed = {"agreed_on": self.told.agreed_on if self.told else None}
        return actions.save_adjustments(
            profile=self.record, by=self.request.user, **(agreed | answers)
        )


# Practice educators


class EducatorScope:
    def rows(self, request: HttpRequest) -> QuerySet[EducatorProfile]:
        return EducatorProfile.objects.visible_to(request.user).select_related("person", "team")


class EducatorList(EducatorScope, Door, TemplateView):
    """Everybody who educates, with papers and places; an educator is led to their own page."""

    permission = Permission.INTAKE_VIEW
    template_name = "placements/profile/educator_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.role == Role.PRACTICE_EDUCATOR:
            own = self.rows(request).first()
            if own is not None:
                return redirect("placements:educator-detail", pk=own.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate()
        known = educators(self.rows(self.request), on)
        return super().get_context_data(
            tabs=tabs(self.request.user, "educators"),
            head=presenters.EDUCATOR_HEAD,
            rows=[presenters.educator_row(one, on) for one in known],
            may_add=self.request.user.role in ARRANGES,
            **kwargs,
        )


class EducatorDetail(EducatorScope, ScopedDoor, TemplateView):
    permission = Permission.INTAKE_VIEW
    template_name = "placements/profile/educator_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, user, profile = timezone.localdate(), self.request.user, self.record
        (known,) = educators([profile], on)
        theirs = (
            PracticePlacement.objects.visible_to(user)
            .filter(practice_educator=profile.person, ends_on=None)
            .select_related("student")
        )
        return super().get_context_data(
            profile=profile,
            facts=presenters.educator_facts(known, on),
            award_head=presenters.AWARD_HEAD,
            awards=presenters.award_rows(
                PepsAward.objects.visible_to(user).filter(profile=profile)
            ),
            student_head=presenters.STUDENT_HEAD,
            students=presenters.placement_rows(theirs, reader=user),
            may_edit=user.may(Permission.PROFILE_EDIT)
            and policies.may_edit_educator(user, profile),
            may_award=user.role in ARRANGES,
            **kwargs,
        )


class EducatorAdd(AskingPage):
    permission = Permission.INTAKE_MANAGE
    form_class = EducatorAddForm

    def get_form_kwargs(self) -> dict[str, Any]:
        team_ids = self.request.user.team_wide_ids(timezone.localdate())
        return super().get_form_kwargs() | {"team_ids": team_ids}

    def get_initial(self) -> dict[str, Any]:
        return {"registered_until": next_renewal(timezone.localdate())}

    def title(self) -> str:
        return "Add a practice educator"

    def back(self) -> tuple[str, str]:
        return reverse("placements:educator-list"), "Practice educators"

    def act(self, **answers: Any) -> EducatorProfile:
        return actions.save_educator_profile(by=self.request.user, **answers)

    def done_url(self, result: EducatorProfile) -> str:
        return reverse("placements:educator-detail", args=[result.pk])


class EducatorForms(EducatorScope, AskingAbout):
    def back(self) -> tuple[str, str]:
        return reverse("placements:educator-detail", args=[self.record.pk]), "Profile"


class EducatorEdit(EducatorForms):
    permission = Permission.PROFILE_EDIT
    form_class = EducatorForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.record}

    def turn_away(self, request: HttpRequest) -> HttpResponse | None:
        if not policies.may_edit_educator(request.user, self.record):
            raise PermissionDenied
        return None

    def title(self) -> str:
        return f"Profile of {self.record.person.name}"

    def act(self, **answers: Any) -> EducatorProfile:
        return actions.save_educator_profile(
            educator=self.record.person, team=self.record.team, by=self.request.user, **answers
        )


class AwardAdd(EducatorForms):
    permission = Permission.INTAKE_MANAGE
    form_class = AwardForm

    def title(self) -> str:
        return f"Record an award of {self.record.person.name}"

    def act(self, **answers: Any) -> PepsAward:
        return actions.record_award(profile=self.record, by=self.request.user, **answers)


# Roles on a placement


class RoleStart(AskingAbout):
    permission = Permission.PLACEMENT_MANAGE
    form_class = RoleForm

    def rows(self, request: HttpRequest) -> QuerySet[PracticePlacement]:
        return PracticePlacement.objects.visible_to(request.user).select_related("student")

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": timezone.localdate()}

    def title(self) -> str:
        return f"A supervisor or mentor for {self.record.student.name}"

    def back(self) -> tuple[str, str]:
        return reverse("placements:placement-detail", args=[self.record.pk]), "Placement"

    def act(self, **answers: Any) -> PlacementRole:
        return actions.start_role(placement=self.record, by=self.request.user, **answers)


class RoleEnd(AskingAbout):
    permission = Permission.PLACEMENT_MANAGE
    form_class = RoleEndForm

    def rows(self, request: HttpRequest) -> QuerySet[PlacementRole]:
        return PlacementRole.objects.visible_to(request.user).select_related(
            "placement__student", "person", "contact"
        )

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def title(self) -> str:
        return f"End: {self.record}"

    def back(self) -> tuple[str, str]:
        url = reverse("placements:placement-detail", args=[self.record.placement_id])
        return url, "Placement"

    def act(self, **answers: Any) -> PlacementRole:
        return actions.end_role(role=self.record, by=self.request.user, **answers)
