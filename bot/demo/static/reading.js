// Reads what one person sees: the workspace, the newest messages of the open conversation, older ones on demand.

import { get, getEdition } from "./wire.js";
import { app, appDm, channels, world } from "./world.js";

const PAGE = 60;

export async function readPeople() {
  const { rows, edition } = await getEdition("/sandbox/people", world.edition);
  if (!rows) return;
  world.people = new Map(rows.map((row) => [row.id, row]));
  world.edition = edition;
  if (world.me) world.me = world.people.get(world.me.id);
}

export async function readView() {
  const as = world.me.id;
  const view = await get(`/sandbox/view?as=${as}`);
  if (as !== world.me.id) return false;
  world.view = view;
  return true;
}

/** Is this a conversation that has messages? */
const isTalk = (place) => place && place !== "home" && place !== app().user_id;

const address = (place, asked) => `/sandbox/messages?${new URLSearchParams({ as: world.me.id, channel: place, ...asked })}`;

/** Read the open conversation again: its newest messages, or everything on show while `keep()` says that older ones are looked at. */
export async function readMessages(keep = () => false) {
  const { place, me } = world;
  if (!isTalk(place)) {
    world.rows = [];
    world.loading = false;
    return;
  }
  const oldest = !world.loading && keep() ? world.rows[0]?.ts : "";
  const rows = await get(address(place, oldest ? { since: oldest } : { limit: PAGE })).catch((problem) => {
    if (problem.status !== 404) throw problem;
    if (place === world.place) world.place = channels().find((one) => one.is_member && one.id !== place)?.id || "home"; // it was deleted
    return [];
  });
  if (place !== world.place || me.id !== world.me.id) return;
  const older = keep() && !world.loading ? world.rows.filter((row) => row.ts < (oldest || rows[0]?.ts || "")) : []; // came meanwhile
  if (!oldest && !older.length) world.more = rows.length >= PAGE;
  world.rows = [...older, ...rows];
  world.loading = false;
}

/** Read what was said before the oldest message on show; true when something came. */
export async function readOlder() {
  const { place, me, rows } = world;
  if (!world.more || !rows.length) return false;
  const older = await get(address(place, { before: rows[0].ts, limit: PAGE }));
  if (place !== world.place || me.id !== world.me.id || rows[0].ts !== world.rows[0]?.ts) return false;
  world.more = older.length >= PAGE;
  world.rows = [...older, ...world.rows];
  return true;
}

/** Read the thread beside the conversation. */
export async function readThread() {
  const { place, me, thread } = world;
  if (!thread || !isTalk(place)) return;
  const rows = await get(address(place, { thread })).catch(() => []);
  if (place === world.place && me.id === world.me.id && thread === world.thread) world.replies = rows;
}

/** Follow the app's direct message, where it has just been opened; true when it was. */
export function followAppDm() {
  if (world.place !== app().user_id || !appDm()) return false;
  world.place = appDm().id;
  return true;
}
