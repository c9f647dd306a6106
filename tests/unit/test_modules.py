"""What a page loads: all that its first module imports, and on demand only what is asked for."""

from __future__ import annotations

from pathlib import Path

from bot.demo.modules import sources


def test_modules_are_found_by_their_imports_however_these_are_written(tmp_path: Path) -> None:
    texts = {
        "app.js": 'import "./words.js";\nimport {\n  a,\n  b,\n} from "./parts/a.js";\n'
        'const later = () => import("./desk.js");',
        "words.js": "",
        "parts/a.js": 'export { t } from "../words.js";\nimport { app } from "../app.js";',
        "desk.js": 'import { own } from "./own.js";',
        "own.js": "",
        "nobody.js": "",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert sorted(sources(tmp_path, "app.js", on_demand=False)) == ["app.js", "parts/a.js", "words.js"]
    every = sources(tmp_path, "app.js", on_demand=True)
    assert every == {name: text for name, text in texts.items() if name != "nobody.js"}
