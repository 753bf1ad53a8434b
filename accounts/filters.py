"""Coded filters of this room's lists; names are never in an address."""

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Person, Refusal, Team, in_force
from accounts.roles import Role
from govuk.forms import Form


class FilterForm(Form):
    """Every question may stay open, so none is marked optional."""

    says_optional = False


class PersonFilter(django_filters.FilterSet):
    role = django_filters.ChoiceFilter(choices=Role.choices, empty_label="Every role")
    team = django_filters.ModelChoiceFilter(
        label="Team",
        queryset=Team.objects.order_by("name"),
        empty_label="Every team",
        method="in_team",
    )
    state = django_filters.ChoiceFilter(
        label="Access",
        choices=[("now", "May sign in"), ("later", "Not yet"), ("ended", "Ended")],
        empty_label="Any",
        method="in_state",
    )

    class Meta:
        model = Person
        fields = ["role", "team", "state"]
        form = FilterForm

    def in_team(self, people: QuerySet[Person], name: str, team: Team) -> QuerySet[Person]:
        return people.filter(
            in_force(timezone.localdate(), "memberships__"), memberships__team=team
        )

    def in_state(self, people: QuerySet[Person], name: str, state: str) -> QuerySet[Person]:
        today = timezone.localdate()
        now = Q(pk__in=Person.objects.who_may_sign_in(today))
        later = Q(is_active=True, access_from__gt=today)
        return people.filter({"now": now, "later": later, "ended": ~now & ~later}[state])


class RefusalFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label="What happened",
        choices=[(403, "Not allowed"), (404, "Out of their scope"), (429, "Too many tries")],
        empty_label="Anything",
    )

    class Meta:
        model = Refusal
        fields = ["status"]
        form = FilterForm
