// The list of messages of one conversation or thread.

import { bare, blocks } from "./blocks.js";
import { openDesk } from "./dock.js";
import { avatar, fit, h, redraw, sync } from "./dom.js";
import { clockTime, dayKey, dayLine, fullTime } from "./dates.js";
import { emoji } from "./emoji.js";
import { fileAddress } from "./pictures.js";
import { askOlder, stepOnto } from "./scrolling.js";
import { failed, stage } from "./stage.js";
import { perform } from "./wire.js";
import { app, conversation, nameOf, now, shortcuts, upTo99, world } from "./world.js";
import { count, language, t } from "./words.js";

const REACTIONS = ["+1", "heart", "tada", "raised_hands", "coffee", "eyes"];
const TOGETHER = 300; // seconds within which messages of one person stand together

const ms = (ts) => Number(ts) * 1000;

/** Draw `rows` into `list`, leaving untouched what has not changed; `act` = {done(), thread(ts)}; `more`: older ones can be asked for;
 *  what came after `since` is shown to be new. */
export function drawMessages(list, rows, act, { inThread = false, more = false, since = "" } = {}) {
  const old = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const nodes = more ? [earlier(old.get("earlier"))] : [];
  let before = null;
  for (const row of rows) {
    const day = dayKey(ms(row.ts));
    if (!before || dayKey(ms(before.ts)) !== day) nodes.push(divider(old.get(day), day, ms(row.ts)));
    const alone = !before || before.user !== row.user || dayKey(ms(before.ts)) !== day || before.ephemeral !== row.ephemeral
      || Number(row.ts) - Number(before.ts) > TOGETHER || Boolean(before.subtype);
    nodes.push(message(old.get(row.ts), row, { alone, inThread, act, arrived: since && row.ts > since }));
    before = row;
  }
  if (!rows.length) nodes.push(h("li", { class: "nothing", "data-key": "none" }, t("empty")));
  sync(list, nodes);
  if (!list.querySelector(":scope > .message[tabindex='0']")) stepOnto(list, list.querySelector(":scope > .message:last-child"));
}

function earlier(node) {
  const shown = node || h("li", { class: "earlier", "data-key": "earlier" }, h("button", { type: "button", class: "link", onclick: askOlder }));
  shown.firstChild.textContent = t("earlier");
  return shown;
}

function divider(node, day, at) {
  const shown = node || h("li", { class: "day", "data-key": day }, h("span"));
  shown.firstChild.textContent = dayLine(at);
  return shown;
}

function message(node, row, { alone, inThread, act, arrived }) {
  const item = node || withTools(h("li", { "data-key": row.ts, tabindex: -1 }));
  const fresh = inThread ? 0 : conversation(row.channel)?.unread_threads?.[row.ts] || 0;
  const sign = [row, fresh, alone, inThread, language(), world.me.id, dayKey(now()), world.edition, shortcuts().map((one) => one.callback_id).join()];
  const event = row.subtype && row.subtype !== "file_share";
  item.className = `message${alone ? "" : " follows"}${row.ephemeral ? " ephemeral" : ""}${event ? " event" : ""}${arrived || node?.classList.contains("arrived") ? " arrived" : ""}`;
  redraw(item, sign, () => content(item, row, { alone, inThread, act, fresh }));
  return item;
}

function content(item, row, { alone, inThread, act, fresh }) {
  const time = h("time", { datetime: new Date(ms(row.ts)).toISOString(), title: fullTime(ms(row.ts)) }, clockTime(ms(row.ts)));
  const bot = row.bot || row.user === app().user_id;
  const head = h(
    "div",
    { class: "head" },
    h("b", {}, nameOf(row.user)),
    bot ? h("span", { class: "tag" }, t("app")) : null,
    time,
  );
  const place = stage({
    root: item,
    container: { type: "message", channel: row.channel, ts: row.ts },
    prefix: `t-${row.ts}`,
    fail: failed,
    done: act.done,
  });
  const body = h(
    "div",
    { class: "body" },
    row.ephemeral ? h("div", { class: "only-you" }, `👁 ${t("onlyYou")}`) : null,
    alone ? head : h("span", { class: "sr" }, nameOf(row.user)),
    row.files.length && !row.text && !row.blocks?.length ? null : words(row, place),
    row.files.map(file),
    row.edited ? h("span", { class: "faint edited" }, t("edited")) : null,
    reactions(row, act),
    row.reply_count && !inThread ? answers(row, act, fresh) : null,
  );
  const side = alone ? avatar(world.people.get(row.user), { app: bot }) : time;
  item.tools = row.ephemeral ? () => h("div", { class: "tools" }, xrayed(row)) : row.subtype ? null : () => tools(row, act, inThread);
  const shown = item.querySelector(":scope > .tools") && item.tools?.();
  return [side, body, shown];
}

/** What can be done with a message is made when somebody comes near it: there are many messages, and few are used. */
function withTools(item) {
  const near = () => { if (item.tools && !item.querySelector(":scope > .tools")) item.append(item.tools()); };
  item.addEventListener("pointerenter", near);
  item.addEventListener("focusin", near);
  return item;
}

function answers(row, act, fresh) {
  return h(
    "button",
    { type: "button", class: `link replies${fresh ? " unread" : ""}`, "data-action": "thread", "data-block": row.ts, onclick: () => act.thread(row.ts) },
    count("replies", row.reply_count),
    fresh ? h("span", { class: "badge" }, t("newReplies", { n: upTo99(fresh) })) : null,
  );
}

function words(row, place) {
  if (row.subtype === "channel_join" || row.subtype === "channel_leave") return h("div", {}, t(row.subtype));
  return row.blocks?.length ? blocks(row.blocks, place) : bare(row.text);
}

/** A picture is shown; any other file can be kept, and so can the picture. */
function file(one) {
  const keep = h("a", { class: "file", href: fileAddress(one.id), download: one.name }, `📎 ${one.name}`);
  if (!one.mimetype?.startsWith("image/")) return h("div", {}, keep);
  const shown = h("img", { class: "wide", src: fileAddress(one.id), alt: one.name });
  return h("figure", { class: "picture" }, h("figcaption", {}, h("a", { href: fileAddress(one.id), download: one.name }, one.name)), shown);
}

function reactions(row, act) {
  if (!row.reactions?.length) return null;
  return h("div", { class: "reactions" }, row.reactions.map((one) => h(
    "button",
    {
      type: "button",
      "data-action": `react-${one.name}`,
      "data-block": row.ts,
      "aria-pressed": String(one.users.includes(world.me.id)),
      "aria-label": t("reactionBy", { name: one.name, n: one.count }),
      title: one.users.map(nameOf).join(", "),
      onclick: () => react(row, one.name, act),
    },
    `${emoji(one.name)} ${one.count}`,
  )));
}

async function react(row, name, act) {
  const mine = row.reactions?.some((one) => one.name === name && one.users.includes(world.me.id));
  const answer = await perform(world.me.id, mine ? "unreact" : "react", { channel: row.channel, ts: row.ts, name });
  if (!answer.ok) failed(t("e_else", { error: answer.error }));
  act.done(answer);
}

function tools(row, act, inThread) {
  const menu = h(
    "details",
    { class: "menu", "data-action": "reactions", "data-block": row.ts },
    h("summary", { class: "tool", "aria-label": t("react"), title: t("react") }, "☺"),
    h("div", { class: "menu-list across" }, REACTIONS.map((name) => h(
      "button",
      { type: "button", "aria-label": name, onclick: () => { menu.open = false; react(row, name, act); } },
      emoji(name),
    ))),
  );
  menu.addEventListener("toggle", () => fit(menu));
  const entries = shortcuts().length ? h(
    "details",
    { class: "menu", "data-action": "shortcuts", "data-block": row.ts },
    h("summary", { class: "tool", "aria-label": t("messageMenu"), title: t("messageMenu") }, "⋮"),
    h("div", { class: "menu-list leftward" }, shortcuts().map((one) => h(
      "button",
      { type: "button", onclick: () => { entries.open = false; shortcut(row, one.callback_id, act); } },
      one.name,
    ))),
  ) : null;
  entries?.addEventListener("toggle", () => fit(entries));
  const reply = h("button", { type: "button", class: "tool", "data-action": "reply", "data-block": row.ts, "aria-label": t("reply"), title: t("reply"), onclick: () => act.thread(row.thread_ts || row.ts) }, "↩");
  return h("div", { class: "tools" }, menu, inThread ? null : reply, xrayed(row), entries);
}

function xrayed(row) {
  return h("button", { type: "button", class: "tool", "data-action": "xray", "data-block": row.ts, "aria-label": t("xrayIt"), title: t("xrayIt"), onclick: () => openDesk("xray", { channel: row.channel, ts: row.ts }) }, "◎");
}

async function shortcut(row, callback, act) {
  const answer = await perform(world.me.id, "shortcut", { callback_id: callback, channel: row.channel, ts: row.ts });
  if (!answer.ok) failed(t("e_else", { error: answer.error }));
  act.done(answer);
}
