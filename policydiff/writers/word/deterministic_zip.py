"""Make a zip archive depend on nothing but its contents."""

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date that the format knows."""


def settled(archive: bytes) -> bytes:
    """Return the archive with the date of every entry fixed: same contents, same bytes."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(archive)) as source, ZipFile(file, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return file.getvalue()
