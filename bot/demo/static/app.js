// Puts the page together: reads the workspace as one person sees it, draws it, and follows its changes.

import { composer } from "./composer.js";
import { setUpModal, showModal } from "./modal.js";
import { drawDock, setUpDock } from "./dock.js";
import { announce, drawPane, drawThread, forget, setUpPane, toBottom } from "./pane.js";
import { choosePerson, drawSidebar } from "./sidebar.js";
import { failed } from "./stage.js";
import { drawTime, readTime, setUpTime } from "./timebar.js";
import { get, listen, perform } from "./wire.js";
import { language, remember, remembered, sorry, speak, t } from "./words.js";
import { app, appDm, channels, conversation, dms, titleOf, world } from "./world.js";

const FIRST_CHANNEL = "kaffeerunde";
const $ = (id) => document.getElementById(id);
const acts = { open, join, become, done: () => refresh(), thread: openThread };
const writing = composer({ id: "write", where: () => ({ channel: placeToWrite() }), done: sent });
const answering = composer({ id: "answer", where: () => ({ channel: placeToWrite(), thread_ts: world.thread }), done: sent });
let hangUp = () => {};
let groups = null; // ids of the group messages known so far; null before the first look
let reading = null; // the refresh under way
let again = null; // what changed meanwhile

boot();

async function boot() {
  speak(language());
  setUpPage();
  try {
    await readPeople();
    await become(await somebody());
  } catch (problem) {
    console.warn(problem);
    $("offline").hidden = false;
    setTimeout(boot, 3000);
    return;
  }
  setUpTime(() => refresh(["everything"]));
}

async function readPeople() {
  const rows = await get("/sandbox/people");
  world.people = new Map(rows.map((row) => [row.id, row]));
  world.edition = String(hash(JSON.stringify(rows)));
  if (world.me) world.me = world.people.get(world.me.id);
}

const hash = (text) => [...text].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)) | 0, 7);

/** The person of the address, of this tab, or a member of the first channel who speaks the page's language. */
async function somebody() {
  const rows = [...world.people.values()];
  const asked = new URLSearchParams(location.hash.slice(1)).get("as") || remembered("rondo-person");
  const found = rows.find((one) => one.name === asked || one.id === asked);
  if (found) return found.id;
  const fit = rows.filter((one) => !one.is_bot && !one.is_guest && !one.deleted && one.locale.startsWith(language()));
  for (const one of fit.slice(0, 10)) {
    const view = await get(`/sandbox/view?as=${one.id}`);
    if (view.channels.some((channel) => channel.name === FIRST_CHANNEL && channel.is_member)) return one.id;
  }
  return (fit[0] || rows[0]).id;
}

async function become(id) {
  hangUp();
  const asked = new URLSearchParams(location.hash.slice(1)).get("in");
  world.me = world.people.get(id);
  remember("rondo-person", world.me.name);
  world.view = await get(`/sandbox/view?as=${id}`);
  groups = null;
  const first = channels().find((one) => one.is_member && one.name === FIRST_CHANNEL) || channels().find((one) => one.is_member) || channels()[0];
  const wanted = world.place && conversation(world.place) ? world.place : channels().find((one) => one.name === asked)?.id;
  world.place = world.place === "home" || asked === "home" ? "home" : wanted || first?.id || app().user_id;
  await show();
  hangUp = listen(id, refresh);
}

async function open(place) {
  world.touched = true;
  world.place = place === app().user_id && appDm() ? appDm().id : place;
  drawer(false);
  await show();
  if (place !== "home" && !$("foot").hidden && matchMedia("(min-width: 700px)").matches) writing.focus();
}

/** Open the direct message with somebody, as a link of Slack's own does; what lies over the page goes. */
async function openDm(event) {
  const other = event.detail;
  if (other === app().user_id) return open(other);
  const answer = await perform(world.me.id, "open_dm", { user: other });
  if (!answer.ok) return failed(sorry(answer));
  if (world.view.modal) await perform(world.me.id, "close");
  await refresh(["everything"]);
  return open(answer.channel);
}

/** Open what `world.place` names. */
async function show() {
  world.rows = [];
  world.thread = "";
  forget();
  writing.clear();
  $("list").replaceChildren();
  const known = channels().find((one) => one.id === world.place)?.name || (world.place === "home" ? "home" : "");
  history.replaceState(null, "", `#as=${world.me.name}${known ? `&in=${known}` : ""}`);
  if (world.place === "home") perform(world.me.id, "open_home").then(() => refresh(["home"]));
  await refresh(["everything"]);
  toBottom();
}

/** Read again what may have changed and draw it; calls that come meanwhile are gathered into one. */
function refresh(changed = ["everything"]) {
  if (reading) {
    again = [...(again || []), ...changed];
    return reading;
  }
  reading = read(changed)
    .then(() => { $("offline").hidden = true; })
    .catch((problem) => {
      if (problem.status === undefined) $("offline").hidden = false;
      console.warn(problem);
    })
    .finally(() => {
      reading = null;
      if (again) {
        const waiting = again;
        again = null;
        refresh(waiting);
      }
    });
  return reading;
}

async function read(changed) {
  const any = (...words) => changed.includes("everything") || changed.some((one) => words.includes(one));
  const as = world.me.id;
  if (any("people")) await readPeople();
  if (any("clock") && changed.includes("clock")) readTime();
  if (any(`channel:${world.place}`)) await readMessages(as);
  const view = await get(`/sandbox/view?as=${as}`);
  if (as !== world.me.id) return;
  world.view = view;
  if (world.place === app().user_id && appDm()) {
    world.place = appDm().id; // the app has just opened it
    await readMessages(as);
  }
  await followFirstRound();
  draw();
}

async function readMessages(as) {
  const { place } = world;
  if (place === "home" || place === app().user_id) return;
  const rows = await get(`/sandbox/messages?as=${as}&channel=${place}`).catch((problem) => {
    if (problem.status !== 404) throw problem;
    world.place = channels().find((one) => one.is_member && one.id !== place)?.id || "home"; // it was deleted
    return [];
  });
  if (place === world.place && as === world.me.id) world.rows = rows;
}

/** Open the first group message that arrives, as long as the visitor has not chosen anything. */
async function followFirstRound() {
  const now = dms().filter((one) => one.kind === "mpim").map((one) => one.id);
  const fresh = groups && now.filter((id) => !groups.has(id));
  groups = new Set([...(groups || []), ...now]);
  if (!fresh?.length) return;
  const id = fresh.at(-1);
  if (world.touched) {
    announce(t("newIn", { name: titleOf(conversation(id)) }));
    return;
  }
  world.touched = true;
  world.place = id;
  world.rows = [];
  world.thread = "";
  forget();
  await readMessages(world.me.id);
  refresh(["view"]); // it counts as read now
}

function draw() {
  drawSidebar(acts);
  drawPane();
  showModal(world.view.modal);
  const unread = [...channels(), ...dms()].reduce((sum, row) => sum + row.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ""}Rondo Sandbox`;
}

function openThread(ts) {
  world.touched = true;
  world.thread = ts;
  drawThread();
  answering.clear();
  answering.focus();
}

function closeThread() {
  world.thread = "";
  drawThread();
  writing.focus();
}

async function join(id) {
  world.touched = true;
  const answer = await perform(world.me.id, "join", { channel: id });
  if (!answer.ok) failed(sorry(answer));
  world.place = id;
  await show();
}

function sent() {
  world.touched = true;
  if (world.place === app().user_id) return refresh().then(() => appDm() && open(appDm().id));
  return refresh();
}

const placeToWrite = () => (world.place === "home" ? app().user_id : world.place);

function drawer(on) {
  const was = document.body.classList.contains("drawn");
  document.body.classList.toggle("drawn", on);
  document.querySelector("main").inert = on;
  if (on) $("me").focus();
  else if (was) $("menu").focus();
  $("menu").setAttribute("aria-expanded", String(on));
}

function setUpPage() {
  if ($("foot").contains(writing.node)) return;
  $("foot").append(writing.node);
  $("thread").append(answering.node);
  setUpModal(() => refresh());
  setUpPane({ acts, writing, answering });
  setUpDock();
  sayWords();
  $("language").addEventListener("click", () => {
    speak(language() === "de" ? "en" : "de");
    sayWords();
    drawTime();
    drawDock();
    if (world.view) draw();
  });
  document.addEventListener("open-dm", openDm);
  document.addEventListener("be", async ({ detail }) => {
    await become(detail.person);
    if (detail.place === "app") await open(app().user_id);
  });
  document.addEventListener("applied", () => { readTime(); refresh(); });
  $("me").addEventListener("click", () => choosePerson(acts));
  $("menu").addEventListener("click", () => drawer(!document.body.classList.contains("drawn")));
  $("veil").addEventListener("click", () => drawer(false));
  $("below").addEventListener("click", toBottom);
  $("thread-close").addEventListener("click", closeThread);
  $("scroll").addEventListener("scroll", () => {
    if ($("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < 80) $("below").hidden = true;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-place]");
    if (link && conversation(link.dataset.place)) open(link.dataset.place);
    for (const menu of document.querySelectorAll("details.menu[open], details.multi[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open], details.multi[open]");
    if (menu) {
      event.preventDefault();
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (document.body.classList.contains("drawn")) drawer(false);
    else if (world.thread && !document.querySelector("dialog[open]")) closeThread();
  });
  $("welcome").hidden = Boolean(remembered("rondo-welcomed"));
  $("go").addEventListener("click", () => {
    $("welcome").hidden = true;
    remember("rondo-welcomed", "yes");
  });
}

/** Put the page's own words where index.html asks for them: data-say for texts, data-label for labels. */
function sayWords() {
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = t(node.dataset.say);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
}
