// Follows the workspace: reads again what changed for the person of this tab, and draws it.

import { showModal } from "./modal.js";
import { announce, drawPane, forget } from "./pane.js";
import { followAppDm, readMessages, readPeople, readThread, readView } from "./reading.js";
import { isAtEnd } from "./scrolling.js";
import { drawSidebar } from "./sidebar.js";
import { isJumping, readTime } from "./timebar.js";
import { t } from "./words.js";
import { channels, conversation, dms, titleOf, unreadIn, world } from "./world.js";

const $ = (id) => document.getElementById(id);
let acts = null; // what the visitor can do, as app.js made it
let groups = null; // ids of the group messages known so far; null before the first look
let unread = new Map(); // conversation -> how much was unread at the last look
let reading = null; // the refresh under way
let next = null; // the one after it
let waiting = []; // what changed meanwhile

export const setUpRefresh = (given) => { acts = given; };

/** Another person looks: what was known to the one before is not news to them. */
export function startOver() {
  groups = null;
  unread = new Map();
}

/** Read again what may have changed and draw it; calls that come meanwhile are gathered into one. */
export function refresh(changed = ["everything"]) {
  if (reading) {
    waiting.push(...changed);
    next ||= reading.then(breath).then(() => {
      const gathered = waiting;
      [waiting, next] = [[], null];
      return refresh(gathered);
    });
    return next;
  }
  reading = read(changed)
    .then(() => { $("offline").hidden = true; })
    .catch((problem) => {
      if (problem.status === undefined) $("offline").hidden = false;
      console.warn(problem);
    })
    .finally(() => { reading = null; });
  return reading;
}

/** While a jump is under way the page follows, but leaves the server to its work. */
const breath = () => (isJumping() ? new Promise((go) => { setTimeout(go, 400); }) : null);

async function read(changed) {
  const any = (...words) => changed.includes("everything") || changed.some((one) => words.includes(one));
  const { me } = world;
  if (changed.includes("clock")) readTime();
  const here = any("messages", `channel:${world.place}`) || world.loading;
  await Promise.all([
    any("people") ? readPeople() : null,
    here ? readMessages(() => !isAtEnd()) : null,
    here ? readThread() : null,
    changed.every((one) => one === "messages") || readView(), // the view has just been read
  ]);
  if (me.id !== world.me.id) return;
  if (followAppDm()) {
    world.loading = true;
    await readMessages(); // the app has just opened it
  }
  await followFirstRound();
  draw();
  tellElsewhere();
}

/** Say where else something new has come. */
function tellElsewhere() {
  const now = new Map([...channels(), ...dms()].map((one) => [one.id, one.id === world.place ? 0 : unreadIn(one)]));
  const fresh = [...now].filter(([id, n]) => unread.has(id) && n > unread.get(id));
  unread = now;
  if (fresh.length) announce(t("newIn", { name: fresh.map(([id]) => titleOf(conversation(id))).join(", ") }));
}

/** The groups that have something new for somebody who has just come, and did not ask for another place. */
function cameBefore() {
  if (/[#&]in=/.test(location.hash)) return [];
  return dms().filter((one) => one.kind === "mpim" && unreadIn(one) > 0).map((one) => one.id);
}

/** Open the first group message that arrives, as long as the visitor has not chosen anything. */
async function followFirstRound() {
  const now = dms().filter((one) => one.kind === "mpim").map((one) => one.id);
  const fresh = groups ? now.filter((id) => !groups.has(id)) : cameBefore();
  groups = new Set([...(groups || []), ...now]);
  if (!fresh?.length) return;
  const id = fresh.at(-1);
  if (world.touched) return;
  world.touched = true;
  world.place = id;
  world.rows = [];
  world.thread = "";
  world.loading = true;
  forget();
  await readMessages();
  refresh(["view"]); // it counts as read now
}

export function draw() {
  drawSidebar(acts);
  drawPane();
  showModal(world.view.modal);
  const all = [...channels(), ...dms()].reduce((sum, row) => sum + unreadIn(row), 0);
  document.title = `${all ? `(${all}) ` : ""}${world.me.real_name} · Rondo Sandbox`;
}
