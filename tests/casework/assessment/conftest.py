"""A child in need case with its referral; Wanda is accountable, Sam co-works."""

from casework.assessment import actions
from casework.episode.models import Episode
from tests.casework import scene as around
from tests.casework.assessment import scene
from tests.stage import staged


@staged
def episode(child, team, tm, sw, student, opened_on):
    return around.an_episode(
        child,
        team=team,
        by=tm,
        opened_on=opened_on,
        sw=sw,
        student=student,
        kind=Episode.Kind.IN_NEED,
    )


@staged
def draft(episode, student, today):
    return actions.start_assessment(episode=episode, by=student, on=today)


@staged
def full(episode, student, today):
    return scene.a_full_one(episode, by=student, on=today)


@staged
def sent(episode, student, today):
    return scene.a_sent_one(episode, by=student, on=today)


@staged
def signed(sent, sw):
    return actions.countersign_assessment(assessment=sent, by=sw)


@staged
def authorised(signed, tm):
    return actions.authorise_assessment(assessment=signed, by=tm)
