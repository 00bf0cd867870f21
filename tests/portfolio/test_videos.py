"""A film of oneself: it arrives whole over a line that breaks, gets captions, and is shown to few and not for long."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.conftest import GuardedClient
from tests.factories import Cast
from tests.portfolio.keeping import SAID, fetched, prepared
from tests.portfolio.test_keeping import on_disk
from wayline.people import holdings, retention
from wayline.people.models import Membership
from wayline.portfolio import captions, films, tasks
from wayline.portfolio.actions import items as keeping
from wayline.portfolio.actions import shares
from wayline.portfolio.actions import videos as acts
from wayline.portfolio.captions import Line
from wayline.portfolio.enums import VideoState
from wayline.portfolio.models import Share, Upload, Video

pytestmark = pytest.mark.django_db
AsMember = Callable[[Membership], GuardedClient]
PART = "application/offset+octet-stream"
BEGINNING = b"\0\0\0\x18ftypmp42"
needs_ffmpeg = pytest.mark.skipif(not films.is_here(), reason="ffmpeg is not installed")


@pytest.fixture
def cleo(cast: Cast, as_member: AsMember) -> GuardedClient:
    return as_member(cast.cleo)


# Times and captions


@pytest.mark.parametrize(
    ("typed", "seconds"), [("7", 7), ("0:07", 7), ("1:02.5", 62.5), ("1:00:01,25", 3601.25), (" 90 ", 90)]
)
def test_times_are_read_as_people_write_them(typed: str, seconds: float) -> None:
    assert captions.read_time(typed) == seconds


@pytest.mark.parametrize("typed", ["", "soon", "0:61", "1:61:00", "-1", "1:2:3:4", "0:07 s"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the field says it in words
        captions.read_time(typed)


def test_a_time_is_shown_as_it_may_be_typed() -> None:
    for seconds in (0, 7, 62.5, 119.96, 3600):
        assert captions.read_time(captions.time_in_words(seconds)) == pytest.approx(seconds, abs=0.05)


def test_captions_are_webvtt_and_nothing_in_them_is_a_mark() -> None:
    assert captions.webvtt(SAID) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nI am Cleo &amp; I cut &lt;wood&gt;.\n\n"
        "00:00:02.500 --> 00:00:05.000\nAsk me about --&gt; joints.\n"
    )
    assert captions.as_text(SAID) == "I am Cleo & I cut <wood>. Ask me about --> joints."


# Sending in parts


def begin(client: GuardedClient, size: int, name: str = "me.mp4") -> Any:
    return client.post(reverse("portfolio:upload_begin"), {"name": name, "title": "Video CV", "size": size})


def send(client: GuardedClient, address: str, offset: int, part: bytes) -> Any:
    return client.patch(address, part, content_type=PART, headers={"upload-offset": str(offset)})


@pytest.mark.django_db(transaction=True)
def test_a_line_that_breaks_twice_brings_it_whole(cast: Cast, cleo: GuardedClient, settings: Any) -> None:
    """Once before the server noted the part, once after it did and before the browser learnt of it."""
    content = BEGINNING + bytes(range(256)) * 20
    seen: list[bytes] = []
    address = begin(cleo, len(content))["Location"]
    assert send(cleo, address, 0, content[:2000]).status_code == 204
    half_written = next(path for path in on_disk(settings) if "uploads" in path.parts)
    with half_written.open("ab") as file:
        file.write(b"what a machine wrote and did not note before it stopped")
    assert cleo.head(address)["Upload-Offset"] == "2000"
    assert send(cleo, address, 2000, content[2000:3000])["Upload-Offset"] == "3000"
    lost = send(cleo, address, 2000, content[2000:3000])
    assert (lost.status_code, lost["Upload-Offset"]) == (409, "3000")

    def look(path: Path, kind: str, *, longest: float) -> films.Found:
        seen.append(path.read_bytes())
        raise films.NoFilm("no_picture")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("wayline.portfolio.films.is_here", lambda: True)
        patched.setattr("wayline.portfolio.films.look", look)
        last = send(cleo, address, 3000, content[3000:])
    video = Video.objects.get()
    assert seen == [content]
    assert last["Location"] == video.get_absolute_url() == cleo.head(address)["Location"]
    assert "The file has no picture." in cleo.get(video.get_absolute_url()).content.decode()
    assert on_disk(settings) == [], "what is no film is not kept, and neither are its parts"


def test_the_same_file_goes_on_where_it_was(cleo: GuardedClient) -> None:
    address = begin(cleo, 5000)["Location"]
    send(cleo, address, 0, BEGINNING)
    again = begin(cleo, 5000)
    assert (again["Location"], again["Upload-Offset"]) == (address, "12")
    assert begin(cleo, 5001)["Upload-Offset"] == "0"


def test_parts_that_do_not_fit_are_refused(cleo: GuardedClient, cast: Cast, as_member: AsMember) -> None:
    address = begin(cleo, 20)["Location"]
    assert send(cleo, address, 5, b"abc").status_code == 409
    assert send(cleo, address, 0, b"x" * 21).status_code == 409
    assert cleo.patch(address, b"abc", content_type="text/plain", headers={"upload-offset": "0"}).status_code == 415
    assert cleo.patch(address, b"abc", content_type=PART).status_code == 400
    for other in (cast.cato, cast.ada, cast.admin):
        assert as_member(other).head(address).status_code == 404
        assert send(as_member(other), address, 0, b"abc").status_code == 404
    assert Upload.objects.get().received == 0


def test_too_large_and_too_many_are_refused_before_anything_is_sent(cast: Cast, cleo: GuardedClient) -> None:
    answer = begin(cleo, 300 * 1024 * 1024 + 1)
    assert answer.status_code == 422
    assert "300 MB" in answer.json()["errors"][0]["text"]
    for number in range(5):
        begin(cleo, 100 + number)
    assert Upload.objects.count() == acts.MOST_UPLOADS
    for _ in range(acts.MOST_VIDEOS):
        prepared(cast.cleo)
    assert begin(cleo, 100).status_code == 422


def test_without_a_script_it_comes_as_a_whole(cleo: GuardedClient) -> None:
    address = reverse("portfolio:videos")
    page = SimpleUploadedFile("page.html", b"<!doctype html><script>alert(1)</script>")
    assert cleo.post(address, {"title": "Me", "file": page}).status_code == 422
    assert not Video.objects.exists()
    film = SimpleUploadedFile("me.mp4", BEGINNING + b"\0" * 100)
    answer = cleo.post(address, {"title": "Me", "file": film})
    assert answer["Location"] == Video.objects.get().get_absolute_url()


# Preparing


def film(path: Path, *, seconds: int = 2, size: str = "1280x720", sound: bool = True) -> Path:
    """A test picture with a tone, and a place and a name that a phone would write into it."""
    source = ["-f", "lavfi", "-i", f"testsrc=duration={seconds}:size={size}:rate=10"]
    tone = ["-f", "lavfi", "-i", f"sine=duration={seconds}"] if sound else []
    about = ["-metadata", "location=+44.4949+011.3426/", "-metadata", "title=Cleo at home", "-shortest"]
    subprocess.run(["ffmpeg", "-v", "error", "-y", *source, *tone, *about, str(path)], check=True)
    return path


@needs_ffmpeg
@pytest.mark.django_db(transaction=True)
def test_a_film_gets_two_sizes_and_a_picture_and_loses_what_a_phone_wrote(
    cast: Cast, cleo: GuardedClient, settings: Any, tmp_path: Path
) -> None:
    with film(tmp_path / "me.mp4").open("rb") as file:
        video = acts.keep_video(cast.cleo.user, title="Me", file=File(file, name="me.mp4"))
    video.refresh_from_db()
    assert (video.state, video.progress, round(video.seconds)) == (VideoState.READY, 100, 2)
    assert [films.look(Path(one.path), "mp4", longest=90).height for one in (video.large, video.small)] == [720, 360]
    with Image.open(video.poster.path) as poster:
        assert poster.size == (1280, 720)
    assert sorted(path.name.split("_")[0] for path in on_disk(settings)) == ["large", "poster", "small"]
    for path in on_disk(settings):
        assert b"Cleo at home" not in path.read_bytes()
        assert b"44.4949" not in path.read_bytes()
    for name, kind in (("large", "video/mp4"), ("poster", "image/jpeg"), ("captions", "text/vtt; charset=utf-8")):
        answer = fetched(cleo.get(reverse("portfolio:video_part", args=[video.key, name])))
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)


@needs_ffmpeg
def test_what_is_too_long_or_no_film_is_told(tmp_path: Path) -> None:
    long = film(tmp_path / "long.mp4", seconds=3, size="64x36", sound=False)
    with pytest.raises(films.NoFilm, match="too_long"):
        films.look(long, "mp4", longest=1)
    assert films.look(long, "mp4", longest=2).has_sound is False
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(BEGINNING + b"\0" * 5000)
    with pytest.raises(films.NoFilm, match="unreadable"):
        films.look(broken, "mp4", longest=90)


@needs_ffmpeg
def test_a_list_that_names_other_files_is_no_film(tmp_path: Path) -> None:
    """ffmpeg follows such lists, to files of the machine and to other hosts, if one lets it."""
    secret = film(tmp_path / "secret.mp4", seconds=1, size="64x36")
    for text in (f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n", f"ffconcat version 1.0\nfile '{secret}'\n"):
        playlist = tmp_path / "list.mp4"
        playlist.write_text(text)
        for kind in films.READERS:
            with pytest.raises(films.NoFilm):
                films.look(playlist, kind, longest=90)


def test_without_ffmpeg_it_waits_and_says_so(cast: Cast, cleo: GuardedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wayline.portfolio.films.is_here", lambda: False)
    video = acts.keep_video(cast.cleo.user, title="Me", file=File(io.BytesIO(BEGINNING + b"\0" * 99), name="me.mp4"))
    tasks.prepare_video.call(video.pk)
    page = cleo.get(video.get_absolute_url()).content.decode()
    assert "ffmpeg is missing" in page
    assert "ffmpeg is missing" in cleo.get(reverse("portfolio:videos")).content.decode()
    cleo.post(reverse("portfolio:video_again", args=[video.key]))
    video.refresh_from_db()
    assert (video.state, bool(video.sent)) == (VideoState.WAITING, True)


# Captions, sharing, end


def typed(*lines: tuple[str, str, str]) -> dict[str, str]:
    found = {"language": "en"}
    for number, (start, end, text) in enumerate(lines):
        found |= {f"line-{number}-start": start, f"line-{number}-end": end, f"line-{number}-text": text}
    return found


def test_captions_are_typed_line_by_line(cast: Cast, cleo: GuardedClient) -> None:
    video = prepared(cast.cleo, lines=[])
    address = reverse("portfolio:video_captions", args=[video.key])
    answer = cleo.post(address, typed(("0:02", "0:04", "I cut wood."), ("", "", ""), ("0", "2", "I am Cleo.")))
    assert answer["Location"] == video.get_absolute_url()
    video.refresh_from_db()
    assert video.lines == [Line(0, 2, "I am Cleo."), Line(2, 4, "I cut wood.")]
    part = cleo.get(reverse("portfolio:video_part", args=[video.key, "captions"])).content.decode()
    assert part.startswith("WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nI am Cleo.")
    assert 'value="0:02"' in cleo.get(address).content.decode()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("soon", "0:04", "Hello"), "Enter a time"),
        (("0:04", "0:02", "Hello"), "The end must come after the beginning"),
        (("1:04", "1:05", "Hello"), "The video is over by then"),
    ],
)
def test_wrong_lines_are_told_and_change_nothing(
    cast: Cast, cleo: GuardedClient, line: tuple[str, str, str], said: str
) -> None:
    video = prepared(cast.cleo)
    answer = cleo.post(reverse("portfolio:video_captions", args=[video.key]), typed(("0", "1", "Hi"), line))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    video.refresh_from_db()
    assert video.lines == SAID


def share_form(video: Video, **more: str) -> dict[str, Any]:
    day = (timezone.localdate() + timedelta(days=14)).isoformat()
    return {"item": [video.item.key], "purpose": "Our talk", "ends_on": day, **more}


def test_without_captions_it_is_not_shared(cast: Cast, cleo: GuardedClient) -> None:
    video = prepared(cast.cleo, lines=[])
    form = share_form(video, audience="person", email=cast.ada.user.email)
    answer = cleo.post(reverse("portfolio:share_make"), form)
    assert answer.status_code == 422
    assert "must be ready, have captions" in answer.content.decode()
    acts.set_captions(video, lines=SAID, language="en")
    assert cleo.post(reverse("portfolio:share_make"), form).status_code == 302
    assert Share.objects.count() == 1


def shown_to(share: Share, video: Video) -> str:
    return reverse("portfolio:shared_video", args=[share.key, video.key, "captions"])


def shared(video: Video, receiver: shares.Receiver) -> Share:
    ends = timezone.now() + timedelta(days=14)
    return shares.share(video.item.owner, receiver=receiver, items=[video.item], purpose="Our talk", ends_at=ends)[0]


def test_the_adviser_watches_it_until_it_is_revoked_or_over(cast: Cast, as_member: AsMember) -> None:
    video = prepared(cast.cleo)
    share = shared(video, shares.Receiver(person=cast.ada.user))
    ada, address = as_member(cast.ada), shown_to(share, video)
    assert "<video" in ada.get(share.get_absolute_url()).content.decode()
    assert "no-store" in ada.get(address)["Cache-Control"]
    for other in (cast.ben, cast.cato, cast.zoe, cast.admin):
        assert as_member(other).get(address).status_code == 404
    acts.set_captions(video, lines=[], language="en")
    assert ada.get(address).status_code == 404
    acts.set_captions(video, lines=SAID, language="en")
    acts.change_end(video, shown_until=timezone.localdate() - timedelta(days=1))
    assert ada.get(address).status_code == 404
    assert "<video" not in ada.get(share.get_absolute_url()).content.decode()
    acts.change_end(video, shown_until=timezone.localdate())
    assert ada.get(address).status_code == 200
    shares.revoke(share)
    assert ada.get(address).status_code == 404


def test_an_employer_does_not_see_it_though_the_item_is_shared(cast: Cast, as_member: AsMember) -> None:
    video = prepared(cast.cleo)
    share = shared(video, shares.Receiver(person=cast.eve.user))
    eve = as_member(cast.eve)
    assert "<video" not in eve.get(share.get_absolute_url()).content.decode()
    assert eve.get(shown_to(share, video)).status_code == 404
    ends = timezone.now() + timedelta(days=14)
    _share, secret = shares.share(
        cast.cleo.user, receiver=shares.Receiver(), items=[video.item], purpose="A link", ends_at=ends
    )
    assert "<video" not in GuardedClient().get(reverse("portfolio:link", args=[secret])).content.decode()


@pytest.mark.parametrize("name", ["video", "video_captions", "video_again"])
def test_a_neighbour_meets_nothing(cast: Cast, as_member: AsMember, name: str) -> None:
    video = prepared(cast.cleo)
    for other in (cast.cato, cast.ada, cast.admin):
        assert as_member(other).post(reverse(f"portfolio:{name}", args=[video.key])).status_code == 404
        part = reverse("portfolio:video_part", args=[video.key, "small"])
        assert as_member(other).get(part).status_code == 404


def test_the_last_day_lies_within_a_year(cast: Cast, cleo: GuardedClient) -> None:
    video = prepared(cast.cleo)
    for days, status in ((-1, 422), (366, 422), (30, 302)):
        day = timezone.localdate() + timedelta(days=days)
        answer = cleo.post(video.get_absolute_url(), {"shown_until": day.isoformat()})
        assert answer.status_code == status, days
    video.refresh_from_db()
    assert video.shown_until == timezone.localdate() + timedelta(days=30)


@pytest.mark.django_db(transaction=True)
def test_it_goes_with_every_version(cast: Cast, cleo: GuardedClient, settings: Any) -> None:
    old, kept, mine = prepared(cast.cleo), prepared(cast.cato), prepared(cast.cleo)
    send(cleo, begin(cleo, 5000)["Location"], 0, BEGINNING)
    Video.objects.filter(pk=old.pk).update(shown_until=timezone.localdate() - timedelta(days=32))
    assert retention.apply()["portfolio-videos"] == 1
    assert len(on_disk(settings)) == 7
    keeping.bin_item(mine.item)
    exported = {holding.model: rows for holding, rows in holdings.export_everything(cast.cleo.user)}
    assert exported[Video][0]["captions"][0][2] == SAID[0].text
    assert exported[Upload][0]["received"] == 12
    holdings.erase_everything(cast.cleo.user)
    assert {path.parent.name for path in on_disk(settings)} == {kept.key}
    assert not Upload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_day_after_the_last_part_the_rest_of_a_file_goes(cleo: GuardedClient, settings: Any) -> None:
    send(cleo, begin(cleo, 5000)["Location"], 0, BEGINNING)
    assert retention.apply()["portfolio-uploads"] == 0
    Upload.objects.update(changed_at=timezone.now() - timedelta(hours=25))
    assert retention.apply()["portfolio-uploads"] == 1
    assert on_disk(settings) == []
