"""Zip files from strangers, read into memory: bounded in number, size and ratio, with names that stay inside."""

import io
import stat
import unicodedata
import zipfile
import zlib

from wayline.portfolio.formats.words import gettext as _
from wayline.portfolio.record import UnreadableFile

LARGEST = 100 * 1024**2
"""Bytes of a zip, and of all that comes out of it."""
MOST_MEMBERS = 5_000
RATIO = 200
RATIO_COUNTS_FROM = 4 * 1024**2
_CHUNK = 1 << 16


def unpack(content: bytes) -> dict[str, bytes]:
    """The files inside by name; UnreadableFile for a broken zip, a bomb, or a name that leaves its folder."""
    if len(content) > LARGEST:
        raise UnreadableFile(_("The file is larger than {size} MB.").format(size=LARGEST // 1024**2))
    allowance = min(LARGEST, max(RATIO_COUNTS_FROM, RATIO * len(content)))
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_MEMBERS:
                raise UnreadableFile(_("The zip has more than {number} files.").format(number=MOST_MEMBERS))
            for info in infos:
                name = _checked(info)
                if name in found:
                    raise UnreadableFile(_("The zip has two files of one name."), name)
                found[name] = _member(archive, info, allowance)
                allowance -= len(found[name])
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(_("The zip is broken. It may have been cut off on its way.")) from error
    return found


def _checked(info: zipfile.ZipInfo) -> str:
    # `filename` is already cut at a NUL and has the separators of this system; the original has not
    name = info.orig_filename
    parts = name.split("/")
    strange = any(char == "\\" or unicodedata.category(char) in {"Cc", "Cs"} for char in name)
    if strange or len(name) > 500 or ":" in parts[0] or any(part in {"", ".", ".."} for part in parts):
        shown = name.encode("unicode_escape").decode()[:100]
        raise UnreadableFile(_("A file in the zip has a name that is not allowed."), shown)
    kind = stat.S_IFMT(info.external_attr >> 16) if info.create_system == 3 else 0
    if kind not in (0, stat.S_IFREG) or info.flag_bits & 1:
        raise UnreadableFile(_("The zip has something that is encrypted or no plain file."), name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableFile(_("The zip uses a rare kind of compression."), name)
    return name


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: int) -> bytes:
    """The bytes that really come out: headers can lie."""
    out = io.BytesIO()
    with archive.open(info) as source:
        while chunk := source.read(_CHUNK):
            if out.tell() + len(chunk) > allowance:
                raise UnreadableFile(_("The zip unpacks to far more than its size allows."), info.filename)
            out.write(chunk)
    return out.getvalue()


def pack(files: dict[str, bytes]) -> bytes:
    """The same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, content)
    return out.getvalue()
