from django import template

from wayline.people import registers

register = template.Library()


@register.filter
def in_words(verb: str) -> str:
    """A verb of the audit trail as a person reads it."""
    return str(registers.in_words(verb))
