// The paperclip beside the composer: a file of the visitor's own goes into the sandbox, and nowhere else.

import { h } from "./dom.js";
import { perform } from "./wire.js";
import { world } from "./world.js";
import { t } from "./words.js";

const MOST = 5_000_000; // bytes

/** Give {node, draw}; `where()` names the conversation, `busy(on)` shows that a file is on its way. */
export function attachment({ where, busy, done }) {
  const choose = h("input", { type: "file", hidden: true, tabindex: -1, onchange: () => send(choose.files[0]) });
  const button = h("button", { type: "button", class: "icon", onclick: () => choose.click() }, "📎");
  const send = async (file) => {
    choose.value = "";
    if (!file) return;
    if (file.size > MOST) return done({ ok: false, error: "too_big" });
    busy(true);
    const base64 = await read(file);
    const answer = base64 === null ? { ok: false, error: "no_file_data" } : await perform(world.me.id, "upload", { ...where(), name: file.name, base64 });
    busy(false);
    done(answer);
  };
  const draw = () => {
    button.setAttribute("aria-label", t("attach"));
    button.title = t("attach");
    choose.setAttribute("aria-label", t("attach"));
  };
  return { node: h("span", { class: "attach" }, button, choose), draw };
}

function read(file) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}
