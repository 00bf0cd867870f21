"""SCORM is refused with what to do instead; a Common Cartridge is not taken for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.learning.packages import cartridges as make
from tests.learning.packages.samples import make_folder, make_zip, sample
from wayline.learning.packages.detect import read_package
from wayline.learning.packages.outline import PackageError
from wayline.learning.packages.scorm import is_scorm

SCORM_12 = """<?xml version="1.0"?><manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><organizations/><resources>
 <resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html"/></resources></manifest>"""
SCORM_2004 = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><metadata><schema>ADL SCORM</schema>
<schemaversion>2004 4th Edition</schemaversion></metadata></manifest>"""


@pytest.mark.parametrize("manifest", [SCORM_12, SCORM_2004, SCORM_12[:-30], f"<root>\n{SCORM_12}"])
@pytest.mark.parametrize("folder", ["", "course/"])
def test_scorm_is_refused_with_what_to_do(tmp_path: Path, manifest: str, folder: str) -> None:
    packed = make_zip(tmp_path / "x.zip", {f"{folder}imsmanifest.xml": manifest, f"{folder}index.html": "x"})
    with pytest.raises(PackageError, match=r"SCORM") as caught:
        read_package(packed, tmp_path / "out")
    assert "Common Cartridge (1.1 to 1.3) or a Moodle backup" in caught.value.advice


def test_scorm_in_two_byte_characters_is_seen(tmp_path: Path) -> None:
    make_folder(tmp_path, {"imsmanifest.xml": SCORM_2004.encode("utf-16")})
    assert is_scorm(tmp_path / "imsmanifest.xml")


def test_the_broken_sample_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="not well-formed") as caught:
        read_package(sample("scorm/badscorm.zip"), tmp_path / "out")
    assert caught.value.where.startswith("imsmanifest.xml:")
    assert "SCORM" in caught.value.advice


def test_a_cartridge_that_speaks_of_scorm_is_no_scorm(tmp_path: Path) -> None:
    text = make.manifest(make.item("Why SCORM failed", "p"), make.resource("p", "webcontent", "p.html"))
    packed = make_zip(tmp_path / "x.imscc", {"imsmanifest.xml": text, "p.html": "<p>x</p>"})
    assert read_package(packed, tmp_path / "out").outline.weeks[0].steps[0].title == "Why SCORM failed"


def test_a_qti_package_is_refused(tmp_path: Path) -> None:
    manifest = sample("qti/imsmanifest.xml").read_bytes()
    packed = make_zip(tmp_path / "x.zip", {"imsmanifest.xml": manifest})
    with pytest.raises(PackageError, match="does not say that it is a Common Cartridge"):
        read_package(packed, tmp_path / "out")
