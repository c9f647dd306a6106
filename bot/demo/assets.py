"""The page's files, read where they are asked for: a browser wants forty at once, and a thread for each is dear."""

from __future__ import annotations

import mimetypes
import zlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json"}
"""Said here, since a machine may call them otherwise."""


class Assets:
    """Serves a folder's files to whoever may ask; nothing that is not in it when the server starts."""

    def __init__(self, folder: Path) -> None:
        self._files = {one.relative_to(folder).as_posix(): one for one in folder.rglob("*") if one.is_file()}

    async def give(self, request: Request) -> Response:
        """Give the file `name` of the path, or only say that the one that is known is still right."""
        file = self._files.get(request.path_params["name"])
        if file is None:
            return PlainTextResponse("Not Found", 404)
        return _answer(file, request.headers.get("if-none-match", ""))


def _answer(file: Path, known: str) -> Response:
    content = file.read_bytes()
    edition = f'"{zlib.crc32(content):x}-{len(content)}"'
    told = {"etag": edition, "cache-control": "no-cache", "x-content-type-options": "nosniff"}
    if known == edition:
        return Response(status_code=304, headers=told)
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Response(content, media_type=kind, headers=told)
