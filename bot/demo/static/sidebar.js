// The left side: who the visitor is, and everything that person can open.

import { avatar, h, redraw } from "./dom.js";
import { statusSign, statusWords } from "./status.js";
import { app, appDm, channels, dms, world } from "./world.js";
import { language, t } from "./words.js";

const $ = (id) => document.getElementById(id);
let moreOpen = false;

/** Draw the side; `act` = {open(place), join(channel id), become(person id)}. */
export function drawSidebar(act) {
  const { me } = world;
  redraw($("me"), [me, language()], () => [
    avatar(me),
    h("span", { class: "who" }, h("small", {}, t("youAre")), h("b", {}, me.real_name, statusSign(me)), h("small", {}, [me.title, me.site].filter(Boolean).join(" · "))),
    h("span", { "aria-hidden": "true" }, "▾"),
  ]);
  $("me").setAttribute("aria-label", `${t("youAre")} ${me.real_name}. ${t("switchPerson")}`);
  const mine = channels().filter((one) => one.is_member);
  const others = channels().filter((one) => !one.is_member);
  const direct = dms().filter((one) => one !== appDm());
  redraw($("places"), [channels(), dms(), world.place, me.id, world.edition, language()], () => [
    group(t("channels"), mine.map((one) => row(act, one.id, sign(one), one.name, one.unread))),
    others.length ? more(act, others) : null,
    group(t("dms"), direct.map((one) => row(act, one.id, faces(one), [one.title, ...one.members.map((id) => statusSign(world.people.get(id)))], one.unread)), t("noDms")),
    group(t("apps"), [row(act, world.view.home_available ? "home" : app().user_id, avatar(null, { app: true, small: true }), app().name, appDm()?.unread || 0)]),
  ]);
}

const sign = (one) => h("span", { class: "sign", "aria-hidden": "true" }, one.is_private ? "🔒" : "#");

function faces(one) {
  const others = one.members.filter((id) => id !== world.me.id && id !== app().user_id);
  return others.length > 1
    ? h("span", { class: "avatar small many", "aria-hidden": "true" }, String(others.length))
    : avatar(world.people.get(others[0]), { small: true });
}

function group(title, rows, empty = "") {
  const list = rows.length ? h("ul", {}, rows) : h("p", { class: "nothing" }, empty);
  return h("section", { "aria-label": title }, h("h2", {}, title), list);
}

function isOpen(place) {
  const mine = [app().user_id, appDm()?.id, "home"];
  return place === world.place || (mine.includes(place) && mine.includes(world.place));
}

function row(act, place, mark, name, unread) {
  const open = isOpen(place);
  return h("li", {}, h(
    "button",
    {
      type: "button",
      class: `place${unread ? " unread" : ""}`,
      "aria-current": open ? "page" : null,
      "data-action": "place",
      "data-block": place,
      onclick: () => act.open(place),
    },
    mark,
    h("span", { class: "name" }, name),
    unread ? h("span", { class: "badge", "aria-label": t("unread", { n: unread }) }, String(unread)) : null,
  ));
}

function more(act, others) {
  const rows = others.map((one) => {
    const item = row(act, one.id, sign(one), one.name, 0);
    if (!world.me.deleted) item.append(h("button", { type: "button", class: "join", "aria-label": t("joinIt", { name: `#${one.name}` }), onclick: () => act.join(one.id) }, t("join")));
    return item;
  });
  const node = h("details", { open: moreOpen, "data-action": "more", "data-block": "more" }, h("summary", {}, t("more")), h("ul", {}, rows));
  node.addEventListener("toggle", () => { moreOpen = node.open; });
  return node;
}

/** Let the visitor choose who to be. */
export function choosePerson(act) {
  const dialog = $("people");
  const list = h("ul", { class: "people-list" });
  const field = h("input", { type: "search", placeholder: t("findPerson"), "aria-label": t("findPerson"), autocomplete: "off" });
  const everybody = [...world.people.values()]
    .filter((one) => !one.is_bot && one.id !== "USLACKBOT")
    .sort((a, b) => a.deleted - b.deleted || a.real_name.localeCompare(b.real_name));
  const fill = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = everybody.filter((one) => {
      const about = `${one.real_name} ${one.title} ${one.department} ${one.site}`.toLowerCase();
      return words.every((word) => about.includes(word));
    });
    list.replaceChildren(...(found.length ? found.map(person) : [h("li", { class: "nothing" }, t("nobody"))]));
  };
  const person = (one) => h("li", {}, h(
    "button",
    { type: "button", "aria-current": one.id === world.me.id ? "true" : null, onclick: () => { dialog.close(); act.become(one.id); } },
    avatar(one),
    h(
      "span",
      { class: "who" },
      h("b", {}, one.real_name, statusSign(one)),
      h("small", {}, [one.title, one.department, one.site].filter(Boolean).join(" · ")),
      statusWords(one) ? h("small", {}, statusWords(one)) : null,
    ),
    one.is_guest ? h("span", { class: "tag" }, t("guest")) : null,
    one.deleted ? h("span", { class: "tag" }, t("deactivated")) : null,
  ));
  field.addEventListener("input", fill);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "ArrowDown") {
      event.preventDefault();
      const first = list.querySelector("button");
      if (event.key === "Enter") first?.click();
      else first?.focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...list.querySelectorAll("button")];
    (all[all.indexOf(document.activeElement) + step] || field).focus();
  });
  const cross = h("button", { type: "button", class: "icon", "aria-label": t("close"), onclick: () => dialog.close() }, "✕");
  dialog.replaceChildren(h("header", {}, h("h2", { id: "people-title" }, t("choosePerson")), cross), field, list);
  fill();
  dialog.showModal();
  field.focus();
}
