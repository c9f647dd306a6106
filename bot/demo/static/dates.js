// Times as people read them, in the language of the page.

import { locale, t } from "./words.js";
import { myZone, now, world } from "./world.js";

const made = new Map();

function format(moment, zone, options) {
  const key = `${locale()} ${zone} ${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }));
  return made.get(key).format(moment);
}

const CLOCK = { hour: "2-digit", minute: "2-digit" };
const days = new Map(); // zone -> what writes the day there; to make one takes longer than to draw a message

export function dayKey(ms, zone = myZone()) {
  if (!days.has(zone)) {
    days.set(zone, new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }));
  }
  return days.get(zone).format(ms);
}

export const clockTime = (ms) => format(ms, myZone(), CLOCK);
export const fullTime = (ms) => format(ms, myZone(), { dateStyle: "full", timeStyle: "short" });
export const barTime = (ms) => format(ms, world.zone, { ...CLOCK, second: "2-digit" });
export const barDay = (ms) => format(ms, world.zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const soonTime = (ms) => format(ms, world.zone, { weekday: "short", day: "numeric", month: "short", ...CLOCK });

/** The short name of the time bar's zone, such as CET. */
export function zoneName(ms) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: world.zone, timeZoneName: "short" }).formatToParts(ms);
  return parts.find((part) => part.type === "timeZoneName")?.value || "";
}

/** "Today", "Yesterday", "Tomorrow", or "" */
function nearby(ms) {
  const day = dayKey(ms);
  if (day === dayKey(now())) return t("today");
  if (day === dayKey(now() - 86_400_000)) return t("yesterday");
  if (day === dayKey(now() + 86_400_000)) return t("tomorrow");
  return "";
}

const inside = (ms) => nearby(ms).toLowerCase();

const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const MIDDLE = { day: "numeric", month: "long", year: "numeric" };
const SHORT = { day: "numeric", month: "short", year: "numeric" };

export const dayLine = (ms) => nearby(ms) || format(ms, myZone(), { weekday: "long", day: "numeric", month: "long" });

/** Fill the tokens of Slack's <!date^…>; source: formatting text for messages. */
export function dateTokens(ms, pattern) {
  const zone = myZone();
  const shown = {
    date_num: () => dayKey(ms),
    date_slash: () => format(ms, zone, { dateStyle: "short" }),
    date: () => format(ms, zone, MIDDLE),
    date_short: () => format(ms, zone, SHORT),
    date_long: () => format(ms, zone, LONG),
    date_pretty: () => inside(ms) || format(ms, zone, MIDDLE),
    date_short_pretty: () => inside(ms) || format(ms, zone, SHORT),
    date_long_pretty: () => inside(ms) || format(ms, zone, LONG),
    day_divider_pretty: () => dayLine(ms),
    time: () => clockTime(ms),
    time_secs: () => format(ms, zone, { ...CLOCK, second: "2-digit" }),
    ago: () => ago(ms),
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => (shown[token] ? shown[token]() : whole));
}

function ago(ms) {
  const seconds = (ms - now()) / 1000;
  const steps = [["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, length] = steps.find(([, size]) => Math.abs(seconds) >= size) || steps[3];
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(seconds / length), unit);
}

/** A moment in the time bar's zone. */
export const inZone = (ms, options) => format(ms, world.zone, options);

/** A day that has no zone, such as the nominal one of a run. */
export const wholeDay = (ms) => format(ms, "UTC", { dateStyle: "full" });

/** A Monday on the line of time. */
export const monthTick = (ms) => format(ms, "UTC", { day: "numeric", month: "short" });

/** A day within the coming weeks. */
export const untilDay = (ms) => format(ms, myZone(), { day: "numeric", month: "short" });
