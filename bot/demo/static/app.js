// Puts the page together: reads the workspace as one person sees it, draws it, and follows its changes.

import "./words-page.js";
import { composer } from "./composer.js";
import { setUpModal } from "./modal.js";
import { drawDock, setUpDock } from "./dock.js";
import { setUpKeys } from "./keys.js";
import { drawHead, drawThread, forget, setUpPane, toBottom } from "./pane.js";
import { readPeople, readView } from "./reading.js";
import { draw, refresh, setUpRefresh, startOver } from "./refresh.js";
import { drawSidebar, setUpSidebar } from "./sidebar.js";
import { failed } from "./stage.js";
import { choosePerson } from "./switcher.js";
import { drawTime, readTime, setUpTime } from "./timebar.js";
import { setUpWelcome } from "./welcome.js";
import { get, listen, perform } from "./wire.js";
import { language, remember, remembered, sorry, speak, t } from "./words.js";
import { app, appDm, channels, conversation, unreadThreads, world } from "./world.js";

const FIRST_CHANNEL = "kaffeerunde";
const LATE = 120; // milliseconds after which what was open goes, though what was asked for has not come
const $ = (id) => document.getElementById(id);
const acts = { open, join, done: () => refresh(), thread: openThread, nextThread };
const writing = composer({ id: "write", where: () => ({ channel: placeToWrite() }), done: sent });
const answering = composer({ id: "answer", where: () => ({ channel: placeToWrite(), thread_ts: world.thread }), done: sent });
let hangUp = () => {};

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

/** The person of the address, of this tab, or a member of the first channel who speaks the page's language. */
async function somebody() {
  const rows = [...world.people.values()];
  const wanted = (asked("as") || remembered("rondo-person") || "").toLowerCase();
  const found = rows.find((one) => one.name === wanted || one.id.toLowerCase() === wanted)
    || (wanted && rows.find((one) => one.real_name.toLowerCase().startsWith(wanted)));
  if (found) return found.id;
  const fit = rows.filter((one) => !one.is_bot && !one.is_guest && !one.deleted && one.locale.startsWith(language()));
  for (const one of fit.slice(0, 10)) {
    const view = await get(`/sandbox/view?as=${one.id}`);
    if (view.channels.some((channel) => channel.name === FIRST_CHANNEL && channel.is_member)) return one.id;
  }
  return (fit[0] || rows[0]).id;
}

const asked = (name) => new URLSearchParams(location.hash.slice(1)).get(name);

async function become(id) {
  hangUp();
  hangUp = () => {};
  const one = world.people.get(id);
  world.me = one;
  world.loading = true;
  remember("rondo-person", one.name);
  if (!(await readView())) return; // somebody else was chosen meanwhile
  startOver();
  const first = channels().find((row) => row.is_member && row.name === FIRST_CHANNEL) || channels().find((row) => row.is_member) || channels()[0];
  const wanted = world.place && conversation(world.place) ? world.place : channels().find((row) => row.name === asked("in"))?.id;
  world.place = world.place === "home" || asked("in") === "home" ? "home" : wanted || first?.id || app().user_id;
  hangUp = listen(id, refresh);
  await show("messages");
}

async function open(place) {
  world.touched = true;
  world.place = place === app().user_id && appDm() ? appDm().id : place;
  drawer(false);
  await show();
  if (place !== "home" && !$("foot").hidden && !world.thread && matchMedia("(min-width: 700px)").matches) writing.focus();
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

/** Open what `world.place` names: its name stands there at once, its messages when they have come. */
async function show(changed = `channel:${world.place}`) {
  world.rows = [];
  world.replies = [];
  world.thread = "";
  world.loading = true;
  forget();
  writing.clear();
  drawSidebar(acts);
  drawHead();
  $("scroll").setAttribute("aria-busy", "true");
  const late = setTimeout(() => $("list").replaceChildren(), LATE);
  if (world.place === "home") lookAtHome();
  await refresh([changed]);
  clearTimeout(late);
  $("scroll").removeAttribute("aria-busy");
  toBottom();
  setTimeout(writeAddress, 100); // once all is painted: the browser takes its time for this
}

/** Let the address say who looks at what, so that it can be kept and opened again. */
function writeAddress() {
  const known = channels().find((one) => one.id === world.place)?.name || (world.place === "home" ? "home" : "");
  const wanted = `#as=${world.me.name}${known ? `&in=${known}` : ""}`;
  if (location.hash !== wanted) history.replaceState(null, "", wanted);
}

/** Let the app know that its Home is looked at; it may have something newer to show. */
async function lookAtHome() {
  const me = world.me;
  await perform(me.id, "open_home");
  if (me === world.me) refresh(["home"]);
}

async function openThread(ts) {
  world.touched = true;
  world.thread = ts;
  world.replies = [];
  drawThread();
  answering.clear();
  answering.focus();
  await refresh([`channel:${world.place}`]);
  $("replies").lastElementChild?.scrollIntoView({ block: "nearest" });
}

/** Open the thread with the latest news, wherever it is. */
async function nextThread() {
  const [found] = unreadThreads();
  if (!found) return;
  const [where, ts] = found;
  if (where.id !== world.place) await open(where.id);
  await openThread(ts);
}

function closeThread() {
  const from = document.querySelector(`#list [data-action=thread][data-block="${world.thread}"]`);
  world.thread = "";
  world.replies = [];
  drawThread();
  if (from) from.focus();
  else writing.focus();
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
  setUpRefresh(acts);
  setUpSidebar();
  setUpDock();
  setUpKeys({ switchPerson, leave });
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
  $("me").addEventListener("click", switchPerson);
  $("menu").addEventListener("click", () => drawer(!document.body.classList.contains("drawn")));
  $("veil").addEventListener("click", () => drawer(false));
  $("below").addEventListener("click", toBottom);
  $("skip").addEventListener("click", () => ($("scroll").hidden ? $("home") : $("scroll")).focus());
  $("thread-close").addEventListener("click", closeThread);
  addEventListener("hashchange", followAddress);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-place]");
    if (link && conversation(link.dataset.place)) open(link.dataset.place);
  });
  setUpWelcome();
}

const switchPerson = () => choosePerson(become);

/** Close what lies over the workspace; called for Escape. */
function leave() {
  if (document.querySelector("dialog[open]")) return;
  if (document.body.classList.contains("drawn")) drawer(false);
  else if (world.thread && !$("dock").contains(document.activeElement)) closeThread();
}

/** Somebody changed the address by hand, or came back to it: be who it names, where it says. */
async function followAddress() {
  const one = [...world.people.values()].find((row) => row.name === asked("as"));
  const place = asked("in") === "home" ? "home" : channels().find((row) => row.name === asked("in"))?.id;
  if (one && one.id !== world.me.id) {
    world.place = "";
    await become(one.id);
  } else if (place && place !== world.place) await open(place);
}

/** Put the page's own words where index.html asks for them: data-say for texts, data-label for labels. */
function sayWords() {
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = t(node.dataset.say);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
}

boot();
