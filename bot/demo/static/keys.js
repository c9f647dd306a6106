// The page's own keys: switch person, close what lies on top.

import { language } from "./words.js";

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** The keys that switch person, as they stand on this keyboard. */
export const shortcutKey = () => (isMac ? "⌘ K" : language() === "de" ? "Strg K" : "Ctrl K");

/** `switchPerson` and `leave` (close what lies on top of the workspace itself) are called for their keys. */
export function setUpKeys({ switchPerson, leave }) {
  document.addEventListener("keydown", (event) => {
    const wanted = (isMac ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    if (wanted && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      switchPerson();
    }
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const menu = document.querySelector("details.menu[open], details.multi[open]");
    if (!menu) return leave();
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("keydown", inMenu);
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open], details.multi[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
}

/** The arrow keys lead through an open menu, and from its button into it. */
function inMenu(event) {
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const menu = step && event.target.closest?.("details.menu[open]");
  if (!menu) return;
  event.preventDefault();
  const all = [...menu.querySelectorAll(".menu-list button")];
  const at = all.indexOf(event.target);
  (all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length])?.focus();
}
