"""The packed files of Office (.docx, .xlsx), checked before anything in them is unpacked."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from knowledge.intake.refusal import MAX_RATIO, MAX_UNPACKED, MEGABYTE, RefusedError

_MAX_PARTS = 5_000
_LEAST = 1_000_000
"""Unpacked bytes up to which the ratio doesn't matter: an empty form packs well."""


def opened(data: bytes, ending: str, part: str, most: int = MAX_UNPACKED) -> ZipFile:
    """The archive, which holds `part`; RefusedError where it is too large, damaged, encrypted, with macros or something else.

    Python's zipfile unpacks no part beyond the size that is declared, so that it is enough to add those up.
    """
    try:
        archive = ZipFile(BytesIO(data))
    except (BadZipFile, OSError, NotImplementedError, ValueError):
        raise damaged(ending) from None
    rows = archive.infolist()
    names = {row.filename for row in rows}
    unpacked = sum(row.file_size for row in rows)
    if unpacked > most or (unpacked > _LEAST and unpacked > len(data) * MAX_RATIO) or len(rows) > _MAX_PARTS:
        raise bomb(most)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RefusedError("macros", f"The file carries macros, whatever its ending. Save it as .{ending}, without macros.")
    if any(row.flag_bits & 1 for row in rows):
        raise RefusedError("encrypted", "The archive is encrypted. Save the file without a password and send it again.")
    if part not in names:
        raise RefusedError("wrong_type", f"The name says .{ending}, but the archive holds something else. Save it anew as .{ending}.")
    return archive


def damaged(ending: str) -> RefusedError:
    return RefusedError("broken", f"The file is damaged. Open it, save it anew as .{ending} and send it again.")


def entities() -> RefusedError:
    return RefusedError("broken", "The file declares XML entities, which no such file needs. It is not opened.")


def bomb(most: int = MAX_UNPACKED) -> RefusedError:
    return RefusedError(
        "zip_bomb",
        f"The file would unpack to more than {most // MEGABYTE} MB or {MAX_RATIO} times its size, which is the limit. "
        "Send what is in it as plain text.",
    )
