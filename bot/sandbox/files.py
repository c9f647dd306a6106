"""Files that people share, as Slack describes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from bot.sandbox.model import Json

TYPES = {"yaml": ("yaml", "YAML", "text/plain"), "yml": ("yaml", "YAML", "text/plain"),
         "txt": ("text", "Plain Text", "text/plain"), "png": ("png", "PNG", "image/png"),
         "jpg": ("jpg", "JPEG", "image/jpeg"), "jpeg": ("jpg", "JPEG", "image/jpeg"),
         "gif": ("gif", "GIF", "image/gif"), "webp": ("webp", "WebP", "image/webp"),
         "ics": ("ics", "iCalendar", "text/calendar")}  # fmt: skip
UNKNOWN = ("binary", "Binary", "application/octet-stream")


@dataclass(slots=True)
class File:
    """One shared file."""

    id: str
    name: str
    user: str
    content: bytes
    created: int
    shared_in: list[str] = field(default_factory=list)

    @property
    def mimetype(self) -> str:
        """Give the type by which it is served."""
        return self._type()[2]

    def summary(self) -> Json:
        """Give what the page shows of it."""
        return {"id": self.id, "name": self.name, "mimetype": self.mimetype, "size": len(self.content)}

    def shape(self, base_url: str, *, team: str) -> Json:
        """Give Slack's file object."""
        filetype, pretty, mimetype = self._type()
        address = f"{base_url}/files-pri/{team}-{self.id}"
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.name,
            "mimetype": mimetype,
            "filetype": filetype,
            "pretty_type": pretty,
            "user": self.user,
            "user_team": team,
            "editable": mimetype.startswith("text/"),
            "size": len(self.content),
            "mode": "snippet" if mimetype.startswith("text/") else "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": f"{address}/{quote(self.name, safe='')}",
            "url_private_download": f"{address}/download/{quote(self.name, safe='')}",
            "file_access": "visible",
        }

    def _type(self) -> tuple[str, str, str]:
        return TYPES.get(self.name.rpartition(".")[2].lower(), UNKNOWN)
