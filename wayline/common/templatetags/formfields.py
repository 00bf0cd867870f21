"""Form tags: `{% field form.title %}`, `{% error_summary form %}`, `{% fieldset legend %}…{% endfieldset %}`."""

from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from wayline.common.formfields import problems, show

register = template.Library()


@register.simple_tag
def field(
    bound: BoundField,
    label_size: str = "",
    heading: bool = False,
    mark_optional: bool = True,
    hint: str = "",
) -> SafeString:
    """One field: label, hint, error, control. `heading` makes the label the page's <h1> (override block heading)."""
    if bound.is_hidden:
        return bound.as_widget()
    shown = show(bound, label_size=label_size, heading=heading, mark_optional=mark_optional, hint=hint)
    return SafeString(render_to_string(f"common/forms/{shown.kind}.html", {"field": shown}))


@register.inclusion_tag("common/forms/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, Any]:
    """The list of what to put right, each with a link to its field. Nothing when there is no error."""
    return {"problems": problems(form) if form.is_bound else []}


@register.inclusion_tag("common/forms/error_summary.html")
def error_list(problems: list[tuple[str, str]]) -> dict[str, Any]:
    """An error summary for what is not a Django form: pairs of text and id."""
    return {"problems": problems}


@register.simple_block_tag
def fieldset(content: str, legend: str, size: str = "m", hint: str = "") -> SafeString:
    """Fields that belong together under one legend."""
    return format_html(
        '<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend govuk-fieldset__legend--{}">{}</legend>'
        "{}{}</fieldset>",
        size,
        legend,
        format_html('<div class="govuk-hint">{}</div>', hint) if hint else "",
        content,
    )
