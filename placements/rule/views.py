"""Pages of university rules: every edition, one edition with whose word it is, its change."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.guards import Door, ScopedDoor
from accounts.permissions import Permission
from accounts.roles import Role
from placements.models.rule import RuleConfirmation, RuleFact, UniversityRule, universities_of
from placements.pages import AskingAbout, AsksPlainly, WritesText
from placements.room import tabs
from placements.rule import actions, policies, presenters
from placements.rule.forms import ConfirmForm, RuleForm, RuleNewForm, initial_of
from records.unsent import VERSION
from records.views import KeepsUnsentText, SubmitsOnce

PAGE = 25
TOLD = ("university", "dates", "workload_steps", "confirmations__by")


class RuleList(Door, TemplateView):
    """Every edition the reader may know: the default first, then universities, newest first."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/rule/rule_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rules = (
            UniversityRule.objects.visible_to(user)
            .prefetch_related(*TOLD)
            .order_by(F("university__name").asc(nulls_first=True), "-starts_on")
        )
        page = Paginator(rules, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page,
            head=presenters.HEAD,
            rows=presenters.rows(page),
            tabs=tabs(user, "rules"),
            may_edit=user.may(Permission.UNIVERSITY_RULE_EDIT),
            **kwargs,
        )


class RuleScope:
    """Pages about one edition."""

    record: UniversityRule

    def rows(self, request: HttpRequest) -> QuerySet[UniversityRule]:
        return UniversityRule.objects.visible_to(request.user).prefetch_related(*TOLD)

    def to_rule(self) -> str:
        return reverse("placements:rule-detail", args=[self.record.pk])

    def back(self) -> tuple[str, str]:
        return self.to_rule(), f"{presenters.name_of(self.record)}, {self.years()}"

    def years(self) -> str:
        return presenters.years_of(self.record)

    @property
    def may_confirm(self) -> bool:
        user = self.request.user
        if not user.may(Permission.UNIVERSITY_RULE_CONFIRM):
            return False
        own = universities_of(user).filter(university=self.record.university_id).exists()
        return policies.may_confirm(user, self.record.is_default, own)


class RuleDetail(RuleScope, ScopedDoor, TemplateView):
    """What one edition says, fact by fact, with who confirmed it and when."""

    permission = Permission.PLACEMENT_VIEW
    template_name = "placements/rule/rule_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule, user = self.record, self.request.user
        return super().get_context_data(
            rule=rule,
            title=presenters.name_of(rule),
            years=self.years(),
            span=presenters.span_of(rule),
            standing=presenters.standing_tag(rule),
            facts=presenters.fact_cards(rule, self.may_confirm),
            may_edit=user.may(Permission.UNIVERSITY_RULE_EDIT),
            **kwargs,
        )


class EditionText(SubmitsOnce, KeepsUnsentText, AsksPlainly):
    """A new edition; it begins as a copy of the one it stands on."""

    permission = Permission.UNIVERSITY_RULE_EDIT
    template_name = "placements/rule/rule_form.html"
    done = "Saved. Ask the university, then confirm each fact."
    unsent_title = "University rule"

    def before(self) -> UniversityRule | None:
        raise NotImplementedError

    def get_initial(self) -> dict[str, Any]:
        before = self.before()
        return initial_of(actions.terms_of(before)) if before is not None else {}

    def form_valid(self, form: RuleForm) -> Any:
        self.form = form
        return super().form_valid(form)

    def done_url(self, result: UniversityRule) -> str:
        return reverse("placements:rule-detail", args=[result.pk])


class RuleNew(EditionText, Door):
    """The first edition of a university, begun from the default."""

    form_class = RuleNewForm
    form_key = "placements.rule.new"

    def title(self) -> str:
        return "What a university asks"

    def lede(self) -> str:
        return "It begins as the default. Change what this university asks for, from when."

    def back(self) -> tuple[str, str]:
        return reverse("placements:rule-list"), "University rules"

    def before(self) -> UniversityRule | None:
        seen = UniversityRule.objects.visible_to(self.request.user)
        return seen.filter(university=None).order_by("-starts_on").first()

    def act(self, **answers: Any) -> UniversityRule:
        return actions.add_rule(
            university=answers["university"],
            starts_on=answers["starts_on"],
            ends_on=answers["ends_on"],
            source=answers["source"],
            terms=self.form.terms(),
            by=self.request.user,
            on=timezone.localdate(),
        )


class RuleNext(RuleScope, EditionText, ScopedDoor):
    """The edition after this one, usually for the next academic year."""

    form_class = RuleForm

    @property
    def form_key(self) -> str:
        return f"placements.rule.next.{self.record.pk}"

    def title(self) -> str:
        return f"{presenters.name_of(self.record)}: the next edition"

    def lede(self) -> str:
        return (
            "It begins as a copy. Placements keep the steps of the edition they began under; each "
            "day counts by the edition of that day."
        )

    def before(self) -> UniversityRule:
        return self.record

    def act(self, **answers: Any) -> UniversityRule:
        return actions.add_rule(
            university=self.record.university,
            starts_on=answers["starts_on"],
            ends_on=answers["ends_on"],
            source=answers["source"],
            terms=self.form.terms(),
            by=self.request.user,
            on=timezone.localdate(),
        )


class RuleChange(RuleScope, WritesText):
    """Correct an edition; what changes has to be confirmed again."""

    permission = Permission.UNIVERSITY_RULE_EDIT
    form_class = RuleForm
    template_name = "placements/rule/rule_form.html"
    done = "Saved. What you changed has to be confirmed again."
    unsent_title = "University rule"

    @property
    def form_key(self) -> str:
        return f"placements.rule.{self.record.pk}"

    def title(self) -> str:
        return f"{presenters.name_of(self.record)}, {self.years()}"

    def lede(self) -> str:
        return "Days of running placements are counted again, and their steps move with them."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"is_default": self.record.is_default}

    def values_of(self, current: UniversityRule) -> dict[str, Any]:
        own = {name: getattr(current, name) for name in ("starts_on", "ends_on", "source")}
        return own | initial_of(actions.terms_of(current))

    def get_initial(self) -> dict[str, Any]:
        return self.values_of(self.record) | {VERSION: self.record.lock_version}

    def form_valid(self, form: RuleForm) -> Any:
        self.form = form
        return super().form_valid(form)

    def act(self, **answers: Any) -> UniversityRule:
        began_from = answers[VERSION]
        return actions.save_rule(
            rule=self.record,
            began_from=-1 if began_from is None else began_from,
            starts_on=answers.get("starts_on", self.record.starts_on),
            ends_on=answers.get("ends_on", self.record.ends_on),
            source=answers["source"],
            terms=self.form.terms(),
            by=self.request.user,
            on=timezone.localdate(),
        )


class FactConfirm(RuleScope, AskingAbout):
    """Somebody asked the university, or is the university: this fact is right."""

    permission = Permission.UNIVERSITY_RULE_CONFIRM
    form_class = ConfirmForm
    template_name = "placements/rule/rule_confirm.html"
    done = "Confirmed, with your name and today's date."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["fact"] not in RuleFact.values:
            raise Http404
        self.fact = RuleFact(kwargs["fact"])

    def turn_away(self, request: HttpRequest) -> None:
        if not self.may_confirm:
            raise PermissionDenied

    def title(self) -> str:
        return f"{self.fact.label}: is this right?"

    def get_form_kwargs(self) -> dict[str, Any]:
        is_tutor = self.request.user.role == Role.UNIVERSITY_TUTOR
        return super().get_form_kwargs() | {"by_university": is_tutor}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cards = presenters.fact_cards(self.record, False)
        card = next(one for one in cards if one["title"] == self.fact.label)
        return super().get_context_data(card=card, **kwargs)

    def act(self, **answers: Any) -> RuleConfirmation:
        return actions.confirm_fact(
            rule=self.record,
            fact=self.fact,
            how=answers["how"],
            by=self.request.user,
            on=timezone.localdate(),
        )
