"""What may be sent in as a package."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from typing import Any

from django import forms
from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from wayline.common.downloads import safe_filename


def _check_size(size: int) -> None:
    limit = settings.PACKAGE_LIMIT_MB * 1024 * 1024
    if size > limit:
        raise forms.ValidationError(
            _("That is %(size)s. A package may have at most %(limit)s."),
            params={"size": filesizeformat(size), "limit": filesizeformat(limit)},
        )


class PackageForm(forms.Form):
    file = forms.FileField(
        label=_("Package"),
        widget=forms.FileInput({"accept": ".zip,.imscc,.mbz"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty. Choose another one.")},
    )

    def clean_file(self) -> UploadedFile[Any]:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        _check_size(file.size or 0)
        start = file.read(4)
        file.seek(0)
        if not start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")):
            raise forms.ValidationError(
                _("This is neither a zip file nor a Moodle backup. Choose a .zip, .imscc or .mbz file.")
            )
        return file


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: MultiValueDict[str, UploadedFile[Any]], name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class _SeveralFilesField(forms.FileField):
    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        given = data if isinstance(data, list) else [data] if data else []
        if not given:
            raise forms.ValidationError(_("Choose the files."), code="required")
        return [super(_SeveralFilesField, self).clean(file, initial) for file in given]


class FutureLearnForm(forms.Form):
    title = forms.CharField(
        label=_("Title of the programme"), max_length=200, help_text=_("The export does not say it.")
    )
    tables = _SeveralFilesField(
        label=_("Files of the export"),
        help_text=_("The CSV files of a run, all at once, or a zip of them."),
        widget=_SeveralFiles({"accept": ".csv,.zip", "multiple": True}),
    )

    def clean_tables(self) -> list[UploadedFile[Any]]:
        files: list[UploadedFile[Any]] = self.cleaned_data["tables"]
        _check_size(sum(file.size or 0 for file in files))
        names = [(file.name or "").lower() for file in files]
        if not all(name.endswith((".csv", ".zip")) for name in names):
            raise forms.ValidationError(_("Choose CSV files, or one zip of them."))
        if len(files) > 1 and any(name.endswith(".zip") for name in names):
            raise forms.ValidationError(_("Choose either one zip or the CSV files."))
        return files

    def package(self) -> tuple[File[Any], str]:
        """One file to keep: the only one, or a zip of all, written without holding them in memory."""
        files = self.cleaned_data["tables"]
        if len(files) == 1:
            return files[0], files[0].name or "export.csv"
        packed = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever keeps the package
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                with archive.open(safe_filename(file.name or "table.csv"), "w") as member:
                    shutil.copyfileobj(file, member)
        packed.seek(0)
        return File(packed, name="export.zip"), "export.zip"
