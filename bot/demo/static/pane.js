// The middle: the open conversation or Home tab with its head and foot, and the thread beside it.

import { blocks } from "./blocks.js";
import { openDesk } from "./dock.js";
import { avatar, h, redraw } from "./dom.js";
import { drawMessages } from "./messages.js";
import { readOlder } from "./reading.js";
import { holding, isAtEnd, setUpScrolling, toEnd } from "./scrolling.js";
import { plain } from "./mrkdwn.js";
import { failed, stage } from "./stage.js";
import { language, t } from "./words.js";
import { app, appDm, conversation, nameOf, titleOf, world } from "./world.js";

const AT_ONCE = 20; // messages drawn before the others of a conversation that is being opened
const $ = (id) => document.getElementById(id);
let own = null; // {acts, writing, answering} as app.js made them
let latest = ""; // timestamp of the newest message on show; "" while a conversation is being opened
let inPart = false; // only the newest rows are drawn so far, which is no reason to ask for older ones

export function setUpPane(parts) {
  own = parts;
  setUpScrolling({
    more: async () => { if (!inPart && (await readOlder())) drawList(); },
    atEnd: () => { $("below").hidden = true; },
  });
}
export const forget = () => { latest = ""; };

let said = false;

/** Let a screen reader say something; the same words twice are said twice. */
export function announce(sentence) {
  said = !said;
  $("news").textContent = said ? `${sentence}\u00a0` : sentence;
}

export function drawPane() {
  const home = world.place === "home";
  drawHead();
  $("home").hidden = !home;
  $("scroll").hidden = home;
  if (home) drawHome();
  else drawList();
  drawFoot(home, conversation(world.place));
  drawThread();
}

export function drawHead() {
  const one = conversation(world.place);
  const aboutApp = world.place === "home" || world.place === app().user_id || one === appDm();
  const title = aboutApp ? app().name : one ? titleOf(one) : "";
  const about = aboutApp ? "" : [one?.topic, one?.members_count ? t("members", { n: one.members_count }) : ""].filter(Boolean).join(" · ");
  redraw($("title"), [aboutApp, title], () => [aboutApp ? avatar(null, { app: true, small: true }) : null, title]);
  $("about").textContent = about;
  $("tabs").hidden = !aboutApp || !world.view.home_available;
  if ($("tabs").hidden) return;
  const tab = (place, word) => h(
    "button",
    { type: "button", "data-action": "tab", "data-block": place, "aria-current": (place === "home") === (world.place === "home") ? "page" : null, onclick: () => own.acts.open(place) },
    t(word),
  );
  const xray = h("button", { type: "button", class: "xray", "aria-label": t("xrayHome"), title: t("xrayHome"), onclick: () => openDesk("xray", { home: world.me.id }) }, "◎");
  redraw($("tabs"), [world.place, world.me.id, language()], () => [tab("home", "home"), tab(app().user_id, "messages"), world.place === "home" ? xray : null]);
}

function drawHome() {
  const view = world.view.home;
  const place = stage({
    root: $("home"),
    container: { type: "home" },
    prefix: "home",
    values: (block, action) => view.state.values[block]?.[action] || null,
    fail: failed,
    done: own.acts.done,
  });
  const sign = [view?.id, view?.hash, language(), world.edition];
  const none = () => [h("p", { class: "nothing" }, t(world.loading ? "homeLoading" : "homeEmpty"))];
  redraw($("home"), [...sign, !view && world.loading], () => (view ? blocks(view.blocks, place) : none()));
}

function drawList() {
  if (world.loading) return;
  const newest = world.rows.at(-1);
  const news = latest ? [...world.rows, ...world.replies].filter((row) => row.ts > latest && row.user !== world.me.id) : [];
  const mine = latest && newest?.user === world.me.id && newest.ts > latest;
  const away = latest && !isAtEnd();
  const first = !latest && world.rows.length > AT_ONCE;
  const rows = first ? world.rows.slice(-AT_ONCE) : world.rows;
  inPart = first;
  holding(() => drawMessages($("list"), rows, own.acts, { more: world.more, since: latest }));
  if (!latest || mine) toBottom();
  else if (away && news.some((row) => world.rows.includes(row))) $("below").hidden = false;
  if (news.length) announce(t("newMessage", { name: nameOf(news.at(-1).user), text: plain(news.at(-1).text) }));
  if (first) requestAnimationFrame(() => setTimeout(() => { if (world.view) drawList(); })); // the others, once these are seen
  latest = [latest, newest?.ts || "0", world.replies.at(-1)?.ts || ""].sort().at(-1);
}

export function toBottom() {
  toEnd();
  $("below").hidden = true;
}

function drawFoot(home, one) {
  const inside = !one || one.is_member !== false;
  const alive = !world.me.deleted;
  $("foot").hidden = home;
  own.writing.node.hidden = !inside || !alive;
  $("aside").hidden = inside && alive;
  own.writing.draw();
  if ($("aside").hidden) return;
  const words = alive ? t("notMember", { name: titleOf(one) }) : t("deactivatedHint");
  const button = alive ? h("button", { type: "button", class: "button primary", onclick: () => own.acts.join(one.id) }, t("joinIt", { name: titleOf(one) })) : null;
  redraw($("aside"), [words], () => [h("span", {}, words), button]);
}

export function drawThread() {
  $("thread").hidden = !world.thread || world.place === "home";
  if ($("thread").hidden) return;
  const known = world.replies.some((row) => row.ts === world.thread);
  const rows = known ? world.replies : world.rows.filter((row) => row.ts === world.thread); // the others are on their way
  drawMessages($("replies"), rows, own.acts, { inThread: true });
  $("thread-title").textContent = t("thread");
  $("thread-close").setAttribute("aria-label", t("close"));
  own.answering.draw();
}
