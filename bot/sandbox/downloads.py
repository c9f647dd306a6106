"""The host of files: the app's token gets the bytes, others the login page; and it takes what the app uploads."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.sandbox.workspace import APP_USER, Workspace

LOGIN = "<!DOCTYPE html><html><head><title>Slack</title></head><body>Sign in to the workspace</body></html>"


class Downloads:
    """Serve `url_private_download`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def serve(self, request: Request) -> Response:
        """Give the file; 302 to the login without a token, the login page itself for one that may not read it."""
        workspace = self._workspace
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or token != workspace.bot_token or workspace.token_word:
            return RedirectResponse(f"{workspace.base_url}/?redir={request.url.path}", 302)
        with workspace.lock:
            file = workspace.files.get(request.path_params["file"].rpartition("-")[2])
            places = [workspace.conversations[place] for place in file.shared_in] if file else []
            is_there = any(APP_USER in place.members for place in places)
            may_read = "files:read" in workspace.installation.scopes
        if file is None or not is_there:
            return Response("File not found.", 404, media_type="text/plain")
        if not may_read:
            return HTMLResponse(LOGIN)
        return Response(file.content, media_type=file.mimetype)


class Uploads:
    """Take the bytes of a file at the address that files.getUploadURLExternal gave."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def take(self, request: Request) -> Response:
        """Keep the bytes; the address itself is the permission, and counts once."""
        content = await request.body()
        with self._workspace.lock:
            file = self._workspace.files.get(request.path_params["file"])
            if file is None or file.content or file.user != APP_USER or not content:
                return Response("upload failed", 400, media_type="text/plain")
            file.content = content
        return Response(f"OK - {len(content)}", media_type="text/plain")
