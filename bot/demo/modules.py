"""The page's modules and what each of them imports: read once here, for whoever serves them and whoever packs them."""

from __future__ import annotations

import re
from pathlib import Path
from posixpath import dirname, join, normpath

IMPORT = re.compile(r'(\bfrom\s*|\bimport\s*\(?\s*)"(\.{1,2}/[^"]+\.js)"')
"""`from "./x.js"`, `import "./x.js"` and, on demand, `import("./x.js")`."""


def sources(folder: Path, first: str, *, on_demand: bool) -> dict[str, str]:
    """Return a module and all that are loaded with it, by their place in the folder; if asked, those on demand too."""
    found: dict[str, str] = {}
    waiting = [first]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = (folder / path).read_text(encoding="utf-8")
            named = IMPORT.finditer(found[path])
            waiting += [resolved(path, one[2]) for one in named if on_demand or "(" not in one[1]]
    return found


def resolved(path: str, relative: str) -> str:
    """Return the place of what a module names by its own."""
    return normpath(join(dirname(path), relative))
