"""Promises about child protection that PostgreSQL keeps, whoever writes."""

import pgtrigger
from django.db import models


class LedByRegistered(pgtrigger.Trigger):
    """Refuses an enquiry whose lead is not a registered worker who may lead one."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.UpdateOf("author_id")

    def get_func(self, model: type[models.Model]) -> str:  # type: ignore[override]
        return """
            IF NOT EXISTS (
                SELECT FROM accounts_person
                WHERE id = NEW.author_id AND registration_number <> ''
                    AND role IN ('social_worker', 'team_manager')
            ) THEN
                RAISE EXCEPTION 'A registered social worker leads a section 47 enquiry'
                    USING ERRCODE = 'check_violation',
                        CONSTRAINT = 'casework_section47_led_by_registered';
            END IF;
            RETURN NEW;
        """


class BegunByItsDiscussion(pgtrigger.Trigger):
    """An enquiry starts on the day of the discussion that decided it, and on the same episode."""

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update
    timing = pgtrigger.Deferred

    def get_func(self, model: type[models.Model]) -> str:  # type: ignore[override]
        return """
            IF NOT EXISTS (
                SELECT FROM casework_strategydiscussion d
                WHERE d.meeting_id = NEW.discussion_id AND d.threshold = 'section_47'
                    AND d.held_on = NEW.started_on AND d.episode_id = NEW.episode_id
            ) THEN
                RAISE EXCEPTION 'An enquiry starts on the day of the discussion that decided it'
                    USING ERRCODE = 'check_violation',
                        CONSTRAINT = 'casework_section47_begun_by_its_discussion';
            END IF;
            RETURN NULL;
        """


def led_by_registered() -> LedByRegistered:
    return LedByRegistered(name="led_by_registered")


def begun_by_its_discussion() -> BegunByItsDiscussion:
    return BegunByItsDiscussion(name="begun_by_its_discussion")
