"""The design system's own markup, through one Jinja environment made once per process."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import uuid4

from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, PackageLoader, PrefixLoader


@cache
def environment() -> Environment:
    """Autoescaping is on: a parameter called `text` is escaped, one called `html` must be safe."""
    return Environment(
        autoescape=True,
        # They are installed with us and change only when we are: no file is looked at again.
        auto_reload=False,
        loader=PrefixLoader(
            {
                "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                "govuk": PackageLoader("govuk", "jinja"),
            }
        ),
    )


@cache
def _macro(component: str, package: str) -> Any:
    words = "".join(word.capitalize() for word in component.split("-"))
    source = f"{package}/components/{component}/macro.html"
    return getattr(environment().get_template(source).module, f"govuk{words}")


# What the published macros lack stands in govuk/jinja, under the same names.
OUR_OWN = frozenset({"form-group", "select"})


def render(
    component: str, params: Mapping[str, Any], late: Mapping[str, str] | None = None
) -> SafeString:
    """The HTML of one component; parameters as the design system names them.

    The macros indent what they are given, which would push typed text to the right at every
    save. `late` maps marks in `params` to what takes their place when all else is done; its
    values must be safe.
    """
    package = "govuk" if component in OUR_OWN else "govuk_frontend_jinja"
    drawn = str(_macro(component, package)(params))
    html = "\n".join(line.rstrip() for line in drawn.splitlines() if line.strip())
    for mark, content in (late or {}).items():
        html = html.replace(mark, content)
    return mark_safe(html)


def mark() -> str:
    """A word that stands in for something and occurs nowhere else."""
    return f"mark-{uuid4().hex}"
