// The workbench beside the workspace: one desk at a time, each loaded when it is first opened.

import { h } from "./dom.js";
import { language, remember, remembered, t } from "./words.js";

/** Each module gives `desk = {open(node, asked), draw(), close()}`: fill `node`, say it again in another language, rest. */
const DESKS = {
  file: () => import("./desks/file.js"),
  ahead: () => import("./desks/ahead.js"),
  xray: () => import("./desks/xray.js"),
  calls: () => import("./desks/calls.js"),
  storm: () => import("./desks/storm.js"),
  crowd: () => import("./desks/crowd.js"),
};
const $ = (id) => document.getElementById(id);
let shown = ""; // name of the desk on show
let desk = null; // its module's desk, once loaded
let turn = 0; // grows with every opening and closing: who was slower gives way

export function setUpDock() {
  $("bench").addEventListener("click", () => (shown ? closeDock() : openDesk(remembered("rondo-desk") || "file")));
  $("dock").addEventListener("keydown", (event) => {
    const tab = event.target.closest("[role=tab]");
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape" && !event.defaultPrevented) closeDock();
    if (!tab || !step) return;
    const names = Object.keys(DESKS);
    openDesk(names[(names.indexOf(shown) + step + names.length) % names.length], {}, { focus: true });
  });
}

/** Open one desk; `asked` is what it should show, such as a message. */
export async function openDesk(name, asked = {}, { focus = false } = {}) {
  desk?.close?.();
  const mine = ++turn;
  shown = name;
  desk = null;
  remember("rondo-desk", name);
  frame();
  if (focus) $(`tab-${name}`).focus();
  const loaded = (await DESKS[name]()).desk;
  if (mine !== turn) return; // somebody was quicker
  desk = loaded;
  await desk.open($("desk-body"), asked);
}

function closeDock() {
  desk?.close?.();
  turn += 1;
  shown = "";
  desk = null;
  $("dock").hidden = true;
  $("bench").setAttribute("aria-expanded", "false");
  $("bench").focus();
}

/** Say everything again, in the page's language. */
export function drawDock() {
  if (!shown) return;
  for (const tab of $("dock").querySelectorAll("[role=tab]")) tab.textContent = t(`desk_${tab.dataset.desk}`);
  $("dock").lang = language();
  desk?.draw?.();
}

function frame() {
  const tabs = Object.keys(DESKS).map((name) => h(
    "button",
    {
      type: "button", role: "tab", id: `tab-${name}`, "data-desk": name, "aria-selected": String(name === shown), "aria-controls": "desk-body",
      tabindex: name === shown ? 0 : -1, onclick: () => openDesk(name, {}, { focus: true }),
    },
    t(`desk_${name}`),
  ));
  const leave = h("button", { type: "button", class: "icon leave", "aria-label": t("close"), onclick: closeDock }, "✕");
  $("dock").replaceChildren(
    h("header", { class: "desk-head" }, h("div", { role: "tablist", "aria-label": t("dock") }, tabs), leave),
    h("div", { id: "desk-body", class: "desk-body", role: "tabpanel", "aria-labelledby": `tab-${shown}`, tabindex: 0 }),
  );
  $("dock").hidden = false;
  $("bench").setAttribute("aria-expanded", "true");
}
