"""What draws the pages: the modules of the demo's page, packed so that they load from disk, and its style sheet.

A browser does not import modules from files that were opened from disk. So one plain script carries them all, and an
import map gives each a name and its source as a data address; relative addresses in them become these names.
"""

from __future__ import annotations

import json
import re
from functools import partial
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from bot.demo.modules import IMPORT, resolved, sources

ENTRY = "preview/preview.js"
SHEETS = ("style.css", "preview/preview.css")
LOADER = """(() => {
  const sources = %s;
  const address = (source) => `data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`;
  const add = (type, textContent) => {
    document.head.append(Object.assign(document.createElement("script"), { type, textContent }));
  };
  const imports = Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, address(source)]));
  add("importmap", JSON.stringify({ imports }));
  add("module", 'import "%s";');
})();
"""
ICON = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='8' fill='#0d5c63'/>"
    "<g fill='none' stroke-width='3.6' stroke-linecap='round'><path d='M8.2 18.4A8 8 0 0 1 20 9.1' stroke='#fff'/>"
    "<path d='M23.8 13.6A8 8 0 0 1 12 22.9' stroke='#ffb84d'/></g></svg>"
)


def script() -> str:
    """Return the one script: the entry, and all that it imports."""
    packed = {
        _name(path): IMPORT.sub(partial(_renamed, path), text)
        for path, text in sources(_static(), ENTRY, on_demand=True).items()
    }
    return LOADER % (json.dumps(packed, ensure_ascii=False, indent=0), _name(ENTRY))


def style() -> str:
    """Return the style sheets as one."""
    return "\n".join((_static() / sheet).read_text(encoding="utf-8") for sheet in SHEETS)


def icon() -> str:
    """Return the address of the pages' icon."""
    return f"data:image/svg+xml,{quote(ICON)}"


def _static() -> Path:
    return Path(str(files("bot"))) / "demo" / "static"


def _name(path: str) -> str:
    return f"rondo/{path}"


def _renamed(path: str, found: re.Match[str]) -> str:
    return f'{found[1]}"{_name(resolved(path, found[2]))}"'
