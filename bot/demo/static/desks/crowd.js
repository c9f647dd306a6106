// The desk of simulated colleagues: how often they do what, switched on or off, and what they did so far.

import { h } from "../dom.js";
import { failed } from "../stage.js";
import { get, post } from "../wire.js";
import { addWords, t } from "../words.js";

addWords({
  de: {
    crowdTitle: "Die anderen machen von selbst mit",
    crowdAbout: "Solange sie eingeschaltet sind, handeln sie, während die Zeit vergeht: nach Minuten oder Stunden, in ihrer Arbeitszeit. Wen du oder jemand anderes gerade in einem Tab spielt, lassen sie in Ruhe.",
    crowdOn: "Die anderen handeln lassen",
    crowdHabits: "Wie oft sie was tun",
    habit_answer: "Antworten, wenn sie gefragt werden",
    habitHint_answer: "Check-ins, Umfragen, Vorstellungen und alles andere; der Rest überhört es.",
    habit_met: "Sagen „Wir haben uns getroffen“",
    habit_date: "Sagen „Wir haben einen Termin“",
    habit_react: "Reagieren mit einem Emoji",
    habitHint_react: "Auf Nachrichten in Kanälen.",
    habit_holiday: "Gehen in den Urlaub, je Woche",
    habitHint_holiday: "Mit Status und Palme; Rondo sagen sie /rondo pause.",
    habit_leave: "Verlassen das Unternehmen, je Woche",
    habitHint_leave: "Ihr Konto wird deaktiviert und bleibt es.",
    crowdSeed: "Startwert",
    crowdSeedHint: "Gleicher Startwert, gleiche Datei, gleiche Sprünge ab Start: Dieselben tun dasselbe.",
    crowdDone: "Bisher",
    crowdNothing: "Noch nichts. Schalt sie ein und spul die Zeit vor.",
    done_answered: "Antworten",
    done_met: "Treffen gemeldet",
    done_react: "Emojis",
    done_holiday: "In den Urlaub gegangen",
    done_leave: "Das Unternehmen verlassen",
    crowdPeople: "Leute, die handeln können",
    crowdAway: "davon gerade weg",
    crowdWaiting: "Noch geplant",
    percent: "{n} %",
  },
  en: {
    crowdTitle: "The others join in by themselves",
    crowdAbout: "While they are on, they act as time passes: after minutes or hours, in their working hours. Whomever you or somebody else plays in a tab at the moment they leave alone.",
    crowdOn: "Let the others act",
    crowdHabits: "How often they do what",
    habit_answer: "Answer when they are asked",
    habitHint_answer: "Check-ins, surveys, introductions and everything else; the rest ignores it.",
    habit_met: "Say “We met”",
    habit_date: "Say “We have a date”",
    habit_react: "React with an emoji",
    habitHint_react: "To messages in channels.",
    habit_holiday: "Go on holiday, each week",
    habitHint_holiday: "With a status and a palm tree; they tell Rondo by /rondo pause.",
    habit_leave: "Leave the company, each week",
    habitHint_leave: "Their account is deactivated and stays so.",
    crowdSeed: "Seed",
    crowdSeedHint: "Same seed, same file, same jumps from the start: the same people do the same.",
    crowdDone: "So far",
    crowdNothing: "Nothing yet. Switch them on and move time forward.",
    done_answered: "Answers",
    done_met: "Meetings reported",
    done_react: "Emojis",
    done_holiday: "Went on holiday",
    done_leave: "Left the company",
    crowdPeople: "People who can act",
    crowdAway: "of them away now",
    crowdWaiting: "Still planned",
    percent: "{n}%",
  },
});

const HABITS = ["answer", "met", "date", "react", "holiday", "leave"];
const WEEKLY = ["holiday", "leave"];
const DONE = ["answered", "met", "react", "holiday", "leave"];
const EVERY = 2000;
let node = null;
let shown = null;
let polling = 0;

export const desk = { open, draw, close };

async function open(into) {
  node = into;
  await read();
  if (node !== into) return; // closed meanwhile, or opened anew
  draw();
  clearInterval(polling);
  polling = setInterval(follow, EVERY);
}

function close() {
  clearInterval(polling);
  node = null;
}

async function read() {
  shown = await get("/demo/crowd").catch(() => shown);
}

/** Only the counts follow by themselves: nobody's slider is taken out of their hand. */
async function follow() {
  await read();
  if (!node || !shown) return;
  const counts = node.querySelector(".crowd-done");
  if (counts) counts.replaceChildren(...done());
  else draw();
}

function draw() {
  if (!node || !shown) return;
  node.replaceChildren(h(
    "div",
    { class: "crowd" },
    h("h2", {}, t("crowdTitle")),
    h("p", { class: "faint" }, t("crowdAbout")),
    h("label", { class: "switch" }, h("input", { type: "checkbox", role: "switch", id: "crowd-on", checked: shown.on, onchange: (event) => change({ on: event.target.checked }) }), t("crowdOn")),
    h("h3", {}, t("crowdHabits")),
    HABITS.map(habit),
    seed(),
    h("h3", {}, t("crowdDone")),
    h("div", { class: "crowd-done" }, done()),
  ));
}

function habit(name) {
  const told = h("output", { for: `habit-${name}` }, t("percent", { n: shown.habits[name] }));
  const slider = h("input", {
    type: "range", id: `habit-${name}`, min: 0, max: 100, step: WEEKLY.includes(name) ? 1 : 5, value: shown.habits[name],
    "aria-describedby": t(`habitHint_${name}`) ? `hint-${name}` : null,
    oninput: (event) => { told.textContent = t("percent", { n: event.target.value }); },
    onchange: (event) => change({ [name]: Number(event.target.value) }),
  });
  const hint = t(`habitHint_${name}`);
  return h("div", { class: "habit" }, h("label", { for: slider.id }, t(`habit_${name}`)), slider, told, hint ? h("small", { class: "hint", id: `hint-${name}` }, hint) : null);
}

function seed() {
  return h(
    "div",
    {},
    h("div", { class: "seed" }, h("label", { for: "crowd-seed" }, t("crowdSeed")), h("input", { type: "number", id: "crowd-seed", min: 0, max: 999999, step: 1, value: shown.seed, "aria-describedby": "hint-seed", onchange: (event) => event.target.validity.valid && change({ seed: Number(event.target.value) }) })),
    h("small", { class: "hint", id: "hint-seed" }, t("crowdSeedHint")),
  );
}

function done() {
  const rows = DONE.filter((name) => shown.done[name]).map((name) => [t(`done_${name}`), shown.done[name]]);
  const state = [[t("crowdPeople"), shown.people], [t("crowdAway"), shown.away], [t("crowdWaiting"), shown.waiting]];
  return [
    rows.length ? null : h("p", { class: "faint" }, t("crowdNothing")),
    h("dl", {}, [...rows, ...state].map(([what, n]) => [h("dt", {}, what), h("dd", {}, String(n))])),
  ].filter(Boolean);
}

async function change(what) {
  const told = await post("/demo/crowd", what).catch((problem) => ({ error: problem.message }));
  if (told.error) return failed(t("advanceFailed", { error: told.error }));
  shown = told;
  if (node) node.querySelector(".crowd-done")?.replaceChildren(...done());
}
