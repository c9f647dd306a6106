// The left side: who the visitor is, and everything that person can open.

import { avatar, h, redraw, sync } from "./dom.js";
import { shortcutKey } from "./keys.js";
import { statusSign } from "./status.js";
import { app, appDm, channels, dms, titleOf, unreadIn, unreadThreads, upTo99, world } from "./world.js";
import { count, language, t } from "./words.js";

const $ = (id) => document.getElementById(id);

/** Draw the side; `act` = {open(place), join(channel id), nextThread()}. */
export function drawSidebar(act) {
  drawMe();
  const mine = channels().filter((one) => one.is_member);
  const others = channels().filter((one) => !one.is_member);
  const direct = dms().filter((one) => one !== appDm());
  group("threads", "", unreadThreads().length ? [threadsRow(act)] : []);
  group("channels", t("channels"), mine.map((one) => row(act, one, { mark: () => sign(one), name: one.name, unread: unreadIn(one) })));
  more(act, others);
  group("dms", t("dms"), direct.map((one) => row(act, one, { mark: () => faces(one), name: one.title, unread: unreadIn(one) })), t("noDms"));
  const place = { id: world.view.home_available ? "home" : app().user_id };
  const mark = () => avatar(null, { app: true, small: true });
  group("apps", t("apps"), [row(act, place, { mark, name: app().name, unread: unreadIn(appDm()) })]);
}

function drawMe() {
  const { me } = world;
  redraw($("me"), [me, language()], () => [
    avatar(me),
    h("span", { class: "who" }, h("small", {}, t("youAre")), h("b", {}, me.real_name, statusSign(me)), h("small", {}, [me.title, me.site].filter(Boolean).join(" · "))),
    h("kbd", { "aria-hidden": "true" }, shortcutKey()),
  ]);
  $("me").setAttribute("aria-label", `${t("youAre")} ${me.real_name}. ${t("switchPerson")} (${shortcutKey()})`);
  $("me").title = `${t("switchPerson")} (${shortcutKey()})`;
}

const sign = (one) => h("span", { class: "sign", "aria-hidden": "true" }, one.is_private ? "🔒" : "#");

function faces(one) {
  const others = one.members.filter((id) => id !== world.me.id && id !== app().user_id);
  return others.length > 1
    ? h("span", { class: "avatar small many", "aria-hidden": "true" }, String(others.length))
    : avatar(world.people.get(others[0]), { small: true });
}

/** What stands behind the name of whom one talks to: the status, or that the account is no more. */
function beside(one) {
  const [other] = one.kind === "im" ? one.members.filter((id) => id !== world.me.id).map((id) => world.people.get(id)) : [];
  return other?.deleted ? h("small", {}, ` (${t("deactivated")})`) : statusSign(other);
}

/** The part of the side called `key`, made once; its list is brought in line with `rows`. */
function group(key, title, rows, empty = "") {
  const part = $(`side-${key}`) || h("section", { id: `side-${key}` }, h("h2"), h("ul"), h("p", { class: "nothing" }));
  if (!part.isConnected) $("places").append(part);
  const [head, list, none] = part.children;
  part.setAttribute("aria-label", title || t("threads"));
  head.textContent = title;
  head.hidden = !title;
  none.textContent = rows.length ? "" : empty;
  none.hidden = Boolean(rows.length) || !empty;
  part.hidden = !rows.length && !empty;
  sync(list, rows.map(({ key: id, sign: how, build }) => {
    const item = [...list.children].find((one) => one.dataset.key === id) || h("li", { "data-key": id });
    redraw(item, how, build);
    return item;
  }));
}

function isOpen(place) {
  const mine = [app().user_id, appDm()?.id, "home"];
  return place === world.place || (mine.includes(place) && mine.includes(world.place));
}

function row(act, one, { mark, name, unread, extra = () => null }) {
  const open = isOpen(one.id);
  const seen = open && one.id === world.place ? Object.values(one.unread_threads || {}).reduce((sum, n) => sum + n, 0) : unread; // what is open is read
  const build = () => [h(
    "button",
    { type: "button", class: `place${seen ? " unread" : ""}`, "aria-current": open ? "page" : null, "data-action": "place", "data-block": one.id, onclick: () => act.open(one.id) },
    mark(),
    h("span", { class: "name" }, name, beside(one)),
    badge(seen),
  ), extra()];
  return { key: one.id, sign: [one.id, name, one.kind, one.is_private, one.members, seen, open, world.me.id, world.edition, language()], build };
}

const badge = (n) => (n ? h("span", { class: "badge" }, upTo99(n), h("span", { class: "sr" }, ` ${t("unreadWord")}`)) : null);

/** Leads from one thread with something new to the next. */
function threadsRow(act) {
  const all = unreadThreads();
  const n = all.reduce((sum, one) => sum + one[2], 0);
  const where = [...new Set(all.map(([one]) => titleOf(one)))].join(", ");
  const build = () => [h(
    "button",
    { type: "button", class: "place unread", "data-action": "place", "data-block": "threads", title: where, onclick: act.nextThread },
    h("span", { class: "sign", "aria-hidden": "true" }, "💬"),
    h("span", { class: "name" }, count("newInThreads", all.length)),
    badge(n),
  )];
  return { key: "threads", sign: [n, where, language()], build };
}

function more(act, others) {
  const part = $("side-more") || h("details", { id: "side-more" }, h("summary"), h("ul"));
  if (!part.isConnected) $("places").append(part);
  part.hidden = !others.length;
  part.firstChild.textContent = t("more");
  const list = part.lastChild;
  sync(list, others.map((one) => {
    const extra = () => (world.me.deleted ? null : h("button", {
      type: "button", class: "join", "data-action": "join", "data-block": one.id, "aria-label": t("joinIt", { name: `#${one.name}` }), onclick: () => act.join(one.id),
    }, t("join")));
    const { key, sign: how, build } = row(act, one, { mark: () => sign(one), name: one.name, unread: 0, extra });
    const item = [...list.children].find((node) => node.dataset.key === key) || h("li", { "data-key": key });
    redraw(item, [...how, world.me.deleted], build);
    return item;
  }));
}

/** The arrow keys lead through everything that can be opened. */
export function setUpSidebar() {
  $("places").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = event.target.closest(".place, summary");
    if (!step || !at) return;
    event.preventDefault();
    const all = [...$("places").querySelectorAll(".place, summary")].filter((one) => one.checkVisibility());
    all[all.indexOf(at) + step]?.focus();
  });
}
