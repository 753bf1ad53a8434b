"""Someone asks for POP work with a pupil. It is not a statutory referral."""

import uuid
from datetime import date

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import Person, Team
from casework.child.models import Child
from casework.child.upn import validate_upn
from casework.episode.models import Episode
from casework.request import codes, policies
from records.models import Versioned


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, person: Person, on: date | None = None) -> "RequestQuerySet":
        on = on or timezone.localdate()
        return self.filter(policies.requests(person.pk, person.team_wide_ids(on)))

    def made_by(self, person: Person) -> "RequestQuerySet":
        return self.filter(requester=person)

    def to_teams_of(self, person: Person, on: date) -> "RequestQuerySet":
        """Those made to teams whose whole work this person reads."""
        return self.filter(team__in=person.team_wide_ids(on))

    def undecided(self) -> "RequestQuerySet":
        return self.filter(state=codes.State.RECEIVED)


@pghistory.track()
class Request(Versioned):
    """A request from a school, a social work team or early help, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True, editable=False)
    team = models.ForeignKey(Team, models.PROTECT, related_name="requests")
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="requests")
    school = models.ForeignKey(
        "partners.School", models.PROTECT, null=True, blank=True, related_name="+"
    )
    origin = models.CharField(
        "who asks", max_length=12, choices=codes.Origin, default=codes.Origin.SCHOOL
    )
    asking_team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="requests_made"
    )
    agency = models.ForeignKey(
        "partners.Agency", models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField()
    pupil_first_name = models.CharField("first name", max_length=80)
    pupil_last_name = models.CharField("last name", max_length=80)
    pupil_dob = models.DateField("date of birth")
    pupil_upn = models.CharField(
        "unique pupil number", max_length=13, blank=True, validators=[validate_upn]
    )
    year_group = models.CharField(max_length=20, blank=True)
    level_of_need = models.PositiveSmallIntegerField(choices=codes.LevelOfNeed)
    front_door_told = models.BooleanField(default=False)
    topics = ArrayField(models.CharField(max_length=20, choices=codes.Topic))
    worries = models.TextField("what is worrying you", max_length=5000)
    working_well = models.TextField("what is going well", max_length=5000, blank=True)
    consent_said = models.CharField(max_length=12, choices=codes.ConsentSaid)
    consent_from = models.CharField("who said so", max_length=200, blank=True)
    urgency = models.CharField(max_length=8, choices=codes.Urgency, default=codes.Urgency.ROUTINE)
    urgency_why = models.CharField(max_length=300, blank=True)
    state = models.CharField(
        max_length=10, choices=codes.State, default=codes.State.RECEIVED, editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    reason = models.CharField(max_length=1000, blank=True, editable=False)
    where_instead = models.CharField(max_length=500, blank=True, editable=False)
    not_a_duplicate_because = models.CharField(max_length=300, blank=True, editable=False)
    child = models.ForeignKey(
        Child, models.PROTECT, null=True, editable=False, related_name="requests"
    )
    episode = models.ForeignKey(
        Episode, models.PROTECT, null=True, editable=False, related_name="requests"
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.CheckConstraint(
                name="casework_request_level_known",
                condition=Q(level_of_need__gte=1, level_of_need__lte=4),
                violation_error_message="Choose a level of need from 1 to 4.",
            ),
            models.CheckConstraint(
                name="casework_request_level_4_front_door",
                condition=~Q(level_of_need=4) | Q(front_door_told=True),
                violation_error_message=(
                    "A level 4 worry goes to the Family Front Door today. Tell them first, then "
                    "say here that you have."
                ),
            ),
            models.CheckConstraint(
                name="casework_request_about_something",
                condition=Q(topics__len__gte=1),
                violation_error_message="Choose at least one topic.",
            ),
            models.CheckConstraint(
                name="casework_request_agency_asks",
                condition=Q(agency=None) | Q(origin="early_help"),
                violation_error_message="Say that it is early help, or another agency, that asks.",
            ),
            models.CheckConstraint(
                name="casework_request_decided_whole",
                condition=Q(
                    state="received", decided_at=None, decided_by=None, child=None, episode=None
                )
                | (
                    Q(
                        state="accepted",
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                        child__isnull=False,
                        episode__isnull=False,
                    )
                    & ~Q(reason="")
                )
                | (
                    Q(
                        state="refused",
                        decided_at__isnull=False,
                        decided_by__isnull=False,
                        child=None,
                        episode=None,
                    )
                    & ~Q(reason="")
                    & ~Q(where_instead="")
                ),
                violation_error_message=(
                    "A decision has a reason; a refusal also says where to turn instead."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["team", "state", "received_at"]),
            models.Index(fields=["requester", "-received_at"]),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_decided(self) -> bool:
        return self.state != codes.State.RECEIVED

    @property
    def pupil_name(self) -> str:
        return f"{self.pupil_first_name} {self.pupil_last_name}"

    @property
    def topic_names(self) -> list[str]:
        return [str(codes.Topic(topic).label) for topic in self.topics]
