"""Letters: Markdown in which the lines stay as they were typed."""

import re


def with_breaks(text: str) -> str:
    """A line end inside a paragraph becomes a break; an empty line still begins a new paragraph."""
    return re.sub(r"(?<=\S)[ \t]*\r?\n(?=\s*\S)(?!\s*\n)", "  \n", text)
