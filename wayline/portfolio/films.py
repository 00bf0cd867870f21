"""Films by ffmpeg: what a file holds, versions of it, a still picture. Plain Python; ffmpeg is optional.

What strangers send is read as the format that its first bytes say and from this one file: a list that names other files
or addresses, which ffmpeg would follow, is no film here.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

READERS = {"mp4": "mov", "webm": "matroska"}
"""Kinds of `common.uploads`, by ffmpeg's name of what reads them."""
SECONDS_TO_LOOK = 30
SECONDS_FOR_A_SECOND = 40
"""Of work for one of the film: a slow machine takes three or four."""
LARGE, SMALL = 720, 360
"""Lines of a picture."""


class NoFilm(ValueError):
    """The file holds no film that can be shown; `code` says why: unreadable, no_picture, too_long."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Found:
    seconds: float
    height: int
    has_sound: bool


def is_here() -> bool:
    return shutil.which("ffmpeg") is not None and shutil.which("ffprobe") is not None


def look(path: Path, kind: str, *, longest: float) -> Found:
    """What is in it. Browsers record without saying how long it is: then the frames are counted through."""
    said = json.loads(_asked(path, kind, "-show_entries", "format=duration:stream=codec_type,height", "-of", "json"))
    streams = said.get("streams", [])
    pictures = [one for one in streams if one.get("codec_type") == "video"]
    if not pictures:
        raise NoFilm("no_picture")
    seconds = float(said.get("format", {}).get("duration") or 0) or _counted(path, kind)
    if seconds > longest + 1:
        raise NoFilm("too_long")
    return Found(seconds, int(pictures[0].get("height") or 0), any(one["codec_type"] == "audio" for one in streams))


def _counted(path: Path, kind: str) -> float:
    said = _asked(path, kind, "-select_streams", "v:0", "-show_entries", "packet=pts_time", "-of", "csv=p=0")
    times = [float(line) for line in said.replace(",", "\n").split() if re.fullmatch(r"[0-9.]+", line)]
    if not times:
        raise NoFilm("unreadable")
    return max(times)


def _asked(path: Path, kind: str, *asked: str) -> str:
    return _run(["ffprobe", "-v", "error", *_source(path, kind), *asked], SECONDS_TO_LOOK)


def make(
    path: Path, kind: str, out: Path, *, height: int, seconds: float, tell: Callable[[float], None] = lambda part: None
) -> None:
    """A version with at most so many lines, as H.264 and AAC, which every browser plays; nothing else is kept of it.

    `tell` hears how much is done, from 0 to 1.
    """
    command = [
        "ffmpeg", "-nostdin", "-v", "error", "-y", *_source(path, kind),
        "-map", "0:v:0", "-map", "0:a:0?", "-map_metadata", "-1", "-map_chapters", "-1",
        "-vf", f"scale=-2:'min({height},trunc(ih/2)*2)'", "-r", "30", "-pix_fmt", "yuv420p",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-c:a", "aac", "-b:a", "96k", "-ac", "2",
        "-movflags", "+faststart", "-threads", "2", "-progress", "pipe:1", "-f", "mp4", f"file:{out}",
    ]  # fmt: skip
    # A list of words and no shell; the paths are ours.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as running:  # noqa: S603
        assert running.stdout is not None  # noqa: S101 - it is piped
        for line in running.stdout:
            name, _, value = line.strip().partition("=")
            if name == "out_time_us" and value.isdecimal():
                tell(min(1.0, int(value) / 1_000_000 / max(seconds, 0.1)))
        if running.wait(SECONDS_FOR_A_SECOND * max(seconds, 1)):
            raise NoFilm("unreadable")


def still(path: Path, out: Path, *, at: float) -> None:
    """A picture of the film at a moment, for the time before it plays."""
    _run(
        ["ffmpeg", "-nostdin", "-v", "error", "-y", "-ss", f"{at:.2f}", *_source(path, "mp4"),
         "-frames:v", "1", "-q:v", "4", "-f", "image2", "-update", "1", f"file:{out}"],
        SECONDS_TO_LOOK,
    )  # fmt: skip
    if not out.exists():
        raise NoFilm("unreadable")


def _source(path: Path, kind: str) -> list[str]:
    return ["-protocol_whitelist", "file", "-f", READERS[kind], "-i", f"file:{path}"]


def _run(command: list[str], seconds: float) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds)  # noqa: S603 - as above
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NoFilm("unreadable") from error
    return done.stdout
