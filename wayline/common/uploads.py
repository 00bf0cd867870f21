"""What people send us: recognised by content, limited in size, pictures drawn anew, nothing that could run."""

import io
import re
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from wayline.common.downloads import safe_filename

MAX_PIXELS = 40_000_000
LONGEST_EDGE = 3000
MAX_ENTRIES = 5000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_RATIO = 200
# Small parts of office files pack very well and harm nobody.
RATIO_COUNTS_FROM = 1024 * 1024
HEAD = 4096


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file: its usual ending, other endings, and what a browser is told."""

    extension: str
    content_type: str
    others: tuple[str, ...] = ()


KINDS = {
    kind.extension: kind
    for kind in (
        Kind("png", "image/png"),
        Kind("jpg", "image/jpeg", ("jpeg", "jpe")),
        Kind("gif", "image/gif"),
        Kind("webp", "image/webp"),
        Kind("pdf", "application/pdf"),
        Kind("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        Kind("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        Kind("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        Kind("odt", "application/vnd.oasis.opendocument.text"),
        Kind("ods", "application/vnd.oasis.opendocument.spreadsheet"),
        Kind("odp", "application/vnd.oasis.opendocument.presentation"),
        Kind("zip", "application/zip", ("imscc",)),
        Kind("gz", "application/gzip", ("mbz", "tgz")),
        Kind("mp3", "audio/mpeg"),
        Kind("ogg", "audio/ogg", ("oga", "opus")),
        Kind("mp4", "video/mp4", ("m4v", "m4a")),
        Kind("webm", "video/webm"),
        Kind("vtt", "text/vtt"),
        Kind("txt", "text/plain"),
        Kind("csv", "text/csv"),
        Kind("md", "text/markdown", ("markdown",)),
    )
}
PICTURES = frozenset({"png", "jpg", "gif", "webp"})
DOCUMENTS = frozenset({"pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv", "md"})
SOUND = frozenset({"mp3", "ogg", "mp4"})
FILM = frozenset({"mp4", "webm"})
CAPTIONS = frozenset({"vtt"})
MEDIA = SOUND | FILM
TEXTS = {"vtt", "txt", "csv", "md"}
PILLOW_FORMATS = {"png": "PNG", "jpg": "JPEG", "gif": "GIF", "webp": "WEBP"}
OFFICE_FOLDERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
OPEN_DOCUMENTS = {KINDS[name].content_type.encode(): name for name in ("odt", "ods", "odp")}
_MARKUP = re.compile(rb"^\s*(<\?xml|<!doctype|<html|<svg|<script|<!--)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept. `file` is what to store: for pictures, the one drawn anew."""

    file: File[bytes]
    name: str
    kind: str
    content_type: str
    size: int


def check(file: File[Any], *, kinds: Collection[str], limit_mb: float | None = None) -> Checked:
    """The file, if it is one of `kinds` and not too large; otherwise a ValidationError that says what to do."""
    limit = int((limit_mb or settings.UPLOAD_LIMIT_MB) * 1024 * 1024)
    size = file.size or 0
    if size == 0:
        raise ValidationError(_("The file is empty. Choose another one."), code="empty")
    if size > limit:
        message = gettext("The file is %(size)s. It may have at most %(limit)s.")
        raise ValidationError(message % {"size": filesizeformat(size), "limit": filesizeformat(limit)}, code="size")
    kind = recognise(file, file.name or "")
    if kind not in kinds:
        raise ValidationError(_refusal(kind, kinds), code="kind")
    if kind in PICTURES:
        file = redraw(file, kind)
    file.name = _name(file.name or "", kind)
    return Checked(file, file.name, kind, KINDS[kind].content_type, file.size or 0)


def recognise(file: IO[bytes] | File[Any], name: str) -> str:
    """The kind by content: "" when unknown. Only plain text, which has no mark of its own, is told apart by name."""
    file.seek(0)
    head: bytes = file.read(HEAD)
    file.seek(0)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(file)
    return _by_signature(head) or _text_kind(file, head, name)


def _by_signature(head: bytes) -> str:
    signatures = {
        b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF87a": "gif", b"GIF89a": "gif", b"%PDF-": "pdf",
        b"OggS": "ogg", b"ID3": "mp3", b"\x1f\x8b": "gz",
    }  # fmt: skip
    for signature, kind in signatures.items():
        if head.startswith(signature):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return "webm"
    # An MPEG audio frame without a title before it: eleven bits set, then version, layer III.
    if len(head) > 2 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return "mp3"
    return ""


def _text_kind(file: IO[bytes] | File[Any], head: bytes, name: str) -> str:
    ending = PurePath(name).suffix.lower().removeprefix(".")
    kind = next((key for key in TEXTS if ending in {key, *KINDS[key].others}), "")
    if not kind or b"\0" in head or _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return ""
    if kind == "vtt" and not head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return ""
    return kind


def _zip_kind(file: IO[bytes] | File[Any]) -> str:
    """Which kind of zip it is, after a look at its table of contents; nothing is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            check_entries(entries)
            names = [entry.filename for entry in entries]
            mimetype = archive.read("mimetype")[:100].strip() if "mimetype" in names else b""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ValidationError(
            _("The file is damaged. Save it again and choose it once more."), code="damaged"
        ) from error
    finally:
        file.seek(0)
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in names) and _office(names):
        message = _("The document contains macros. Save it without macros, for example as .docx.")
        raise ValidationError(message, code="macros")
    return OPEN_DOCUMENTS.get(mimetype) or _office(names) or "zip"


def _office(names: Collection[str]) -> str:
    if "[Content_Types].xml" not in names:
        return ""
    return next((kind for folder, kind in OFFICE_FOLDERS.items() if any(name.startswith(folder) for name in names)), "")


def check_entries(
    entries: Collection[zipfile.ZipInfo], *, max_entries: int = MAX_ENTRIES, max_unpacked: int = MAX_UNPACKED
) -> None:
    """Refuses a zip that would fill the disk (a bomb), is locked, or writes outside its folder."""
    if len(entries) > max_entries or sum(entry.file_size for entry in entries) > max_unpacked:
        raise ValidationError(_("The file unpacks to far more than we accept."), code="bomb")
    for entry in entries:
        if entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
            raise ValidationError(_("The file unpacks to far more than we accept."), code="bomb")
        if entry.flag_bits & 1:
            raise ValidationError(_("The file is locked by a password. Save it without one."), code="locked")
        if not is_inside(entry.filename):
            raise ValidationError(_("The file has parts that point outside of it. We do not accept it."), code="path")


def is_inside(path: str) -> bool:
    """Whether a path of an archive stays in the folder where it is unpacked."""
    plain = path.replace("\\", "/")
    return (
        not plain.startswith("/")
        and ".." not in plain.split("/")
        and not re.match(r"^[A-Za-z]:", plain)
        and "\0" not in plain
    )


def redraw(file: IO[bytes] | File[Any], kind: str, *, longest_edge: int = LONGEST_EDGE) -> ContentFile[bytes]:
    """The picture drawn anew: what a camera wrote into it (place, time, owner) and what others hid there is gone.

    Only the first frame of a moving picture stays: what moves for over five seconds must be stoppable (WCAG 2.2.2).
    """
    name = getattr(file, "name", None) or f"picture.{kind}"
    file.seek(0)
    try:
        with Image.open(file, formats=[PILLOW_FORMATS[kind]]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                message = _("The picture has too many pixels. Make it smaller and choose it again.")
                raise ValidationError(message, code="pixels")
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("The picture is damaged. Save it again and choose it once more."), code="damaged"
        ) from error
    return ContentFile(_drawn(upright, kind, longest_edge), name=name)


def _drawn(picture: Image.Image, kind: str, longest_edge: int) -> bytes:
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    plain = picture.convert("RGBA" if has_alpha and kind != "jpg" else "RGB")
    plain.info.clear()
    plain.thumbnail((longest_edge, longest_edge))
    out = io.BytesIO()
    options: dict[str, Any] = {"quality": 86} if kind in {"jpg", "webp"} else {}
    plain.save(out, PILLOW_FORMATS[kind], **options)
    return out.getvalue()


def _name(name: str, kind: str) -> str:
    """The name with the ending that fits its content."""
    plain = safe_filename(name)
    ending = PurePath(plain).suffix.lower().removeprefix(".")
    if ending in {kind, *KINDS[kind].others}:
        return plain
    return f"{PurePath(plain).stem}.{kind}"


def _refusal(kind: str, kinds: Collection[str]) -> str:
    accepted = ", ".join(sorted(name.upper() for name in kinds))
    if kind:
        message = gettext("This is a %(kind)s file. Choose one of these kinds: %(accepted)s.")
        return message % {"kind": kind.upper(), "accepted": accepted}
    return gettext("We cannot tell what this file is. Choose one of these kinds: %(accepted)s.") % {
        "accepted": accepted
    }


class UploadField(forms.FileField):
    """A file of certain kinds. `cleaned_data` holds a Checked, or what FileField gives when nothing was chosen."""

    def __init__(self, *, kinds: Collection[str], limit_mb: float | None = None, **kwargs: Any) -> None:
        self.kinds = kinds
        self.limit_mb = limit_mb
        endings = ",".join(f".{ending}" for kind in sorted(kinds) for ending in (kind, *KINDS[kind].others))
        kwargs.setdefault("widget", forms.ClearableFileInput({"accept": endings}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not isinstance(file, File) or file is initial:
            return file
        return check(file, kinds=self.kinds, limit_mb=self.limit_mb)
