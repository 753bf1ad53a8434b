"""A day to put chosen notices off to."""

from govuk.forms import DateField, Form, When


class SnoozeForm(Form):
    """The day on which the chosen notices come back."""

    until = DateField(label="Put off until", subject="The day to put off to", when=When.FUTURE)
