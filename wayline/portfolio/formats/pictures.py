"""Photos inside files of others: known by their first bytes, whatever the file says."""

from wayline.portfolio.record import Attachment

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
)


def picture(content: bytes, name: str = "") -> Attachment | None:
    """The photo, named `photo.png` and the like where the file has no name for it; None when it is no picture."""
    kind = media_type(content)
    if not kind:
        return None
    return Attachment(name or default_name(kind), kind, content)


def media_type(content: bytes) -> str:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind, _ending in _KINDS if content.startswith(start)), "")


def default_name(kind: str) -> str:
    ending = next((ending for _start, one, ending in _KINDS if one == kind), kind.rpartition("/")[2])
    return f"photo.{ending}"


def fits(kind: str, content: bytes) -> bool:
    """Whether content begins as its type says; examples carry words where the bytes should be."""
    if kind.startswith("image/") and kind not in {"image/svg+xml", "image/tiff"}:
        return bool(media_type(content))
    return kind != "application/pdf" or content.lstrip().startswith(b"%PDF")
