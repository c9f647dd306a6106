// Choosing who to be: everybody in a list that can be searched, here or in a tab of their own.

import { avatar, h } from "./dom.js";
import { statusSign, statusWords } from "./status.js";
import { world } from "./world.js";
import { language, t } from "./words.js";

const AT_ONCE = 30; // rows made before the dialog opens; the others follow once it stands there
const $ = (id) => document.getElementById(id);
let sorted = { edition: "", rows: [] };

/** Let the visitor choose who to be; `become(id)` is called with the choice. */
export function choosePerson(become) {
  const dialog = $("people");
  const list = h("ul", { class: "people-list" });
  const found = h("p", { class: "sr", role: "status" });
  const field = h("input", { type: "search", placeholder: t("findPerson"), "aria-label": t("findPerson"), autocomplete: "off" });
  const take = (one, apart) => {
    if (apart) return void window.open(addressOf(one), "_blank", "noopener");
    dialog.close();
    become(one.id);
  };
  const fill = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const rows = everybody().filter(({ about }) => words.every((word) => about.includes(word)));
    found.textContent = words.length ? t("found", { n: rows.length }) : "";
    list.replaceChildren(...(rows.length ? rows.slice(0, AT_ONCE).map((row) => person(row.one, take)) : [h("li", { class: "nothing" }, t("nobody"))]));
    later(list, rows.slice(AT_ONCE), take);
  };
  field.addEventListener("input", fill);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const first = list.querySelector("button");
    if (event.key === "ArrowDown") first?.focus();
    else first?.dispatchEvent(new MouseEvent("click", { bubbles: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
  });
  list.addEventListener("keydown", (event) => walk(event, list, field));
  const cross = h("button", { type: "button", class: "icon", "aria-label": t("close"), onclick: () => dialog.close() }, "✕");
  const head = h("header", {}, h("h2", { id: "people-title" }, t("choosePerson")), cross);
  dialog.replaceChildren(head, field, found, list, h("p", { class: "hint" }, t("ownTabHint")));
  fill();
  if (!dialog.open) dialog.showModal();
  field.focus();
}

const addressOf = (one) => `${location.pathname}#as=${encodeURIComponent(one.name)}`;

/** Everybody one can be, in order, with the words to find them by; sorted once for each edition. */
function everybody() {
  const edition = `${world.edition} ${language()}`;
  if (sorted.edition === edition) return sorted.rows;
  const order = new Intl.Collator(language());
  const rows = [...world.people.values()]
    .filter((one) => !one.is_bot && one.id !== "USLACKBOT")
    .sort((a, b) => a.deleted - b.deleted || order.compare(a.real_name, b.real_name))
    .map((one) => ({ one, about: `${one.real_name} ${one.name} ${one.title} ${one.department} ${one.site}`.toLowerCase() }));
  sorted = { edition, rows };
  return rows;
}

/** Add the rest of the list in the frames that follow, unless somebody typed on. */
function later(list, rows, take) {
  const last = list.lastChild;
  if (!rows.length) return;
  requestAnimationFrame(() => setTimeout(() => {
    if (list.lastChild !== last) return;
    list.append(...rows.slice(0, 2 * AT_ONCE).map((row) => person(row.one, take)));
    later(list, rows.slice(2 * AT_ONCE), take);
  }));
}

function person(one, take) {
  const choose = h(
    "button",
    { type: "button", class: "person", "aria-current": one.id === world.me.id ? "true" : null, onclick: (event) => take(one, event.ctrlKey || event.metaKey) },
    avatar(one),
    h("span", { class: "who" }, h("b", {}, one.real_name, statusSign(one)), h("small", {}, [one.title, one.department, one.site, statusWords(one)].filter(Boolean).join(" · "))),
    one.is_guest ? h("span", { class: "tag" }, t("guest")) : null,
    one.deleted ? h("span", { class: "tag" }, t("deactivated")) : null,
  );
  const label = t("ownTab", { name: one.real_name });
  const apart = h("a", { class: "icon apart", href: addressOf(one), target: "_blank", rel: "noopener", title: label, "aria-label": label, tabindex: -1 }, "↗");
  return h("li", {}, choose, apart);
}

/** Up and down lead from person to person, right and left to the tab of their own and back. */
function walk(event, list, field) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = event.target.closest("li");
  if (event.key === "ArrowRight") at?.querySelector("a")?.focus();
  if (event.key === "ArrowLeft") at?.querySelector("button")?.focus();
  if (!step || !at) return;
  event.preventDefault();
  const next = step > 0 ? at.nextElementSibling : at.previousElementSibling;
  if (next || step < 0) (next?.querySelector("button") || field).focus();
}
