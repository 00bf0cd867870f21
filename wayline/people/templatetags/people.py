from django import template

from wayline.people import record_words, registers

register = template.Library()


@register.filter
def in_words(verb: str) -> str:
    """A verb of the audit trail as a person reads it."""
    return str(registers.in_words(verb))


@register.filter
def thing_in_words(thing: str) -> str:
    return record_words.thing(thing)


@register.filter
def details_in_words(details: dict[str, object]) -> list[tuple[str, str]]:
    return [(record_words.column(key), record_words.value(key, value)) for key, value in details.items()]
