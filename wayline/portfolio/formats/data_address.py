"""Small files inside an address (RFC 2397), as JSON formats carry photos; and base64 as files of others have it."""

import base64
import binascii
import re
from urllib.parse import quote, unquote

from wayline.portfolio.record import Attachment

_ADDRESS = re.compile(r"data:(?P<type>[\w.+-]+/[\w.+-]+)(?:;name=(?P<name>[^;,]*))?;base64,(?P<content>.*)", re.DOTALL)


def write(attachment: Attachment) -> str:
    name = f"name={quote(attachment.name, safe='')};" if attachment.name else ""
    return f"data:{attachment.media_type};{name}base64,{encoded(attachment.content)}"


def read(address: str) -> Attachment | None:
    found = _ADDRESS.fullmatch(address)
    content = decoded(found["content"]) if found else None
    if found is None or content is None:
        return None
    return Attachment(unquote(found["name"] or "", errors="replace").replace("\x00", ""), found["type"], content)


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def decoded(text: str) -> bytes | None:
    """The bytes of a base64 text, blanks and line ends apart; None when it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
