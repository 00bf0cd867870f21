"""Small Common Cartridges, made for one question each."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.learning.packages.samples import make_zip

NAMESPACES = {
    "1.0": "http://www.imsglobal.org/xsd/imscc/imscp_v1p1",
    "1.1": "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1",
    "1.2": "http://www.imsglobal.org/xsd/imsccv1p2/imscp_v1p1",
    "1.3": "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1",
}


def manifest(items: str, resources: str, *, version: str = "1.1", metadata: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" xmlns="{NAMESPACES.get(version, NAMESPACES["1.3"])}">
  <metadata><schema>IMS Common Cartridge</schema><schemaversion>{version}.0</schemaversion>
    <lom xmlns="http://ltsc.ieee.org/xsd/imscc/LOM"><general><title><string language="it-IT">Il corso</string></title>
    </general>{metadata}</lom></metadata>
  <organizations><organization identifier="o" structure="rooted-hierarchy"><item identifier="root">{items}</item>
  </organization></organizations>
  <resources>{resources}</resources>
</manifest>"""


def item(title: str, ref: str = "", inside: str = "") -> str:
    reference = f' identifierref="{ref}"' if ref else ""
    return f'<item identifier="i{abs(hash((title, ref)))}"{reference}><title>{escape(title)}</title>{inside}</item>'


def resource(key: str, kind: str, *files: str, needs: str = "", inside: str = "") -> str:
    listed = "".join(f'<file href="{escape(file)}"/>' for file in files)
    need = f'<dependency identifierref="{needs}"/>' if needs else ""
    href = f' href="{escape(files[0])}"' if files else ""
    return f'<resource identifier="{key}" type="{kind}"{href}>{listed}{need}{inside}</resource>'


def web_link(title: str, address: str, version: str = "v1p1") -> str:
    return f"""<?xml version="1.0"?><wl:webLink xmlns:wl="http://www.imsglobal.org/xsd/imscc{version}/imswl_{version}">
<title>{escape(title)}</title><url href="{escape(address)}" target="_blank"/></wl:webLink>"""


def topic(title: str, html: str, attachments: str = "") -> str:
    return f"""<?xml version="1.0"?><topic xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imsdt_v1p1">
<title>{escape(title)}</title><text texttype="text/html">{escape(html)}</text>
<attachments>{attachments}</attachments></topic>"""


def quiz(items: str, title: str = "Quiz") -> str:
    return f"""<?xml version="1.0"?><questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2">
<assessment ident="a" title="{title}"><section ident="s">{items}</section></assessment></questestinterop>"""


def question(kind: str, text: str, body: str, rules: str, extra: str = "", field: str = "cc_profile") -> str:
    return f"""<item ident="q"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>{field}</fieldlabel>
<fieldentry>{kind}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">{escape(text)}</mattext></material>{body}</presentation>
<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE"/></outcomes>{rules}</resprocessing>{extra}
</item>"""


def cartridge(path: Path, items: str, resources: str, files: dict[str, str | bytes], **more: str) -> Path:
    return make_zip(path / "course.imscc", {"imsmanifest.xml": manifest(items, resources, **more), **files})
