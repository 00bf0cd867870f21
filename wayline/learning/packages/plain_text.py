"""Plain text that people typed, as Markdown that shows the same lines."""

import re

from wayline.learning.packages.markup import escape


def plain_to_markdown(text: str) -> str:
    """Lines stay lines, blank lines part paragraphs, and no sign is taken for markup."""
    lines = escape(text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", "\\\\\n", re.sub(r"\n{3,}", "\n\n", lines))
