"""Someone who signs in."""

import uuid
from datetime import date

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.models.dates import in_force
from accounts.models.reach import Reach, reach_of
from accounts.permissions import Permission
from accounts.policies import people_seen_by
from accounts.roles import MAY_DEPUTISE, ROLE_PERMISSIONS, TEAM_WIDE, Role


class PersonQuerySet(models.QuerySet["Person"]):
    def who_may_sign_in(self, on: date) -> "PersonQuerySet":
        """People whose access holds the day `on`, as `Person.may_sign_in` says for one."""
        return self.filter(
            Q(access_from=None) | Q(access_from__lte=on),
            Q(access_until=None) | Q(access_until__gte=on),
            is_active=True,
        )

    def acting(self, on: date) -> "PersonQuerySet":
        """With the roles of the managers they deputise for on `on`, so that `may` asks nothing."""
        return self.annotate(
            acting_role_names=ArrayAgg(
                "deputises_for__manager__role",
                filter=in_force(on, "deputises_for__"),
                default=[],
            )
        )

    def with_teams(self, on: date) -> "PersonQuerySet":
        """With `team_names`: the teams they are in on `on`."""
        return self.annotate(
            team_names=ArrayAgg(
                "memberships__team__name",
                filter=in_force(on, "memberships__"),
                default=[],
                order_by="memberships__team__name",
            )
        ).order_by("name", "pk")

    def visible_to(self, person: "Person") -> "PersonQuerySet":
        return self.filter(people_seen_by(person))


# The stubs look this model up before they know the base, so they cannot follow it.
class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


@pghistory.track(exclude=["password", "last_login"])
class Person(AbstractBaseUser):
    """Someone who signs in. One role each; what they may see follows from rows, not from it."""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=Role)
    registration_number = models.CharField("Social Work England number", max_length=20, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    is_active = models.BooleanField("may sign in", default=True)
    access_from = models.DateField("access from", null=True, blank=True)
    access_until = models.DateField("last day of access", null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    class Meta:
        verbose_name_plural = "people"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="accounts_person_email_any_case"),
            models.CheckConstraint(
                name="accounts_person_access_in_order",
                condition=Q(access_until=None)
                | Q(access_from=None)
                | Q(access_until__gte=F("access_from")),
                violation_error_message="The last day of access is before the first.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]

    @cached_property
    def acting_roles(self) -> frozenset[Role]:
        """Roles of the managers they deputise for today. Free where `acting()` was asked."""
        if self.role not in MAY_DEPUTISE or self._state.adding:
            return frozenset()
        names = getattr(self, "acting_role_names", None)
        if names is None:
            today = in_force(timezone.localdate())
            names = self.deputises_for.filter(today).values_list("manager__role", flat=True)
        return frozenset(Role(name) for name in names)

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        """The verbs of the role, and of the managers somebody acts for."""
        verbs = [ROLE_PERMISSIONS[role] for role in (Role(self.role), *self.acting_roles)]
        return frozenset().union(*verbs)

    @property
    def is_staff(self) -> bool:
        """The admin site holds reference data for administrators, never casework."""
        return self.role == Role.ADMINISTRATOR

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's admin asks this; only an administrator has anything there."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff

    @property
    def has_records_shut(self) -> bool:
        """Whether children's records are shut to this student today, whoever they work with."""
        return self.role == Role.STUDENT and not self.reach().has_children_access

    def may_sign_in(self, on: date) -> bool:
        """Access opens and ends by date; the last day itself still counts."""
        return (
            self.is_active
            and (self.access_from is None or self.access_from <= on)
            and (self.access_until is None or on <= self.access_until)
        )

    def team_wide_ids(self, on: date | None = None) -> frozenset[int]:
        """Teams whose every child this person reads, see `Reach.whole_teams`."""
        return self.reach(on).whole_teams

    def reach(self, on: date | None = None) -> Reach:
        """The teams, people and doors that decide what they see. Asked once per day and object."""
        on = on or timezone.localdate()
        if on not in self._reach:
            self._reach[on] = reach_of(self.pk, on, whole_team=self.role in TEAM_WIDE)
        return self._reach[on]

    @cached_property
    def _reach(self) -> dict[date, Reach]:
        return {}
