// Where blocks stand and what using them does: ask to confirm, tell the server, say what went wrong.

import { h } from "./dom.js";
import { collect } from "./controls.js";
import { textObject } from "./mrkdwn.js";
import { perform } from "./wire.js";
import { world } from "./world.js";
import { sorry, t } from "./words.js";

/** `container` in the words of the control API; `done` is called after each act. */
export function stage({ root, container, prefix, values = () => null, fail, done }) {
  const use = async (block, element, chosen, node) => {
    if (element.confirm && !(await confirmed(element.confirm))) return;
    node?.setAttribute("aria-busy", "true");
    const answer = await perform(world.me.id, "click", {
      container,
      block_id: block.block_id,
      action_id: element.action_id,
      ...chosen,
      state: collect(root),
    });
    node?.removeAttribute("aria-busy");
    if (!answer.ok) fail(sorry(answer), node);
    done(answer);
  };
  const ask = (block, element, typed) => perform(world.me.id, "suggest", {
    container,
    block_id: block.block_id,
    action_id: element.action_id,
    typed,
  });
  return { root, container, prefix, values, use, ask };
}

/** Ask before something is done; resolves to true or false. */
function confirmed(words) {
  return new Promise((resolve) => {
    const deny = h("button", { type: "button", class: "button" }, textObject(words.deny) || t("cancel"));
    const style = words.style === "danger" ? "danger" : "primary";
    const confirm = h("button", { type: "button", class: `button ${style}` }, textObject(words.confirm) || t("yes"));
    const dialog = h(
      "dialog",
      { class: "confirm", role: "alertdialog", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-words" },
      h("h2", { id: "confirm-title" }, textObject(words.title)),
      h("div", { id: "confirm-words" }, textObject(words.text)),
      h("footer", {}, deny, confirm),
    );
    let answer = false;
    confirm.addEventListener("click", () => { answer = true; dialog.close(); });
    deny.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => { dialog.remove(); resolve(answer); });
    document.body.append(dialog);
    dialog.showModal();
  });
}

const toast = () => document.getElementById("toast");
let hiding = 0;

/** Show a sentence for a while, read aloud at once when something failed. */
export function notice(sentence, { alert = false } = {}) {
  toast().textContent = sentence;
  toast().setAttribute("role", alert ? "alert" : "status");
  toast().hidden = !sentence;
  clearTimeout(hiding);
  hiding = setTimeout(() => { toast().hidden = true; }, 6000);
}
export const failed = (sentence) => notice(sentence, { alert: true });
