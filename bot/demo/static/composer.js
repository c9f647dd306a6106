// The field one writes in: messages, slash commands with completion, @people and #channels.

import { h } from "./dom.js";
import { perform } from "./wire.js";
import { channels, conversation, titleOf, world } from "./world.js";
import { sorry, t } from "./words.js";

/** Give {node, draw}; `where()` names {channel, thread_ts}; `done(answer)` is called after each sending. */
export function composer({ id, where, done }) {
  const field = h("textarea", {
    rows: 1, id, autocomplete: "off", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`,
  });
  const list = h("ul", { class: "suggestions", role: "listbox", id: `${id}-list`, hidden: true });
  const problem = h("p", { class: "error", role: "alert" });
  const send = h("button", { type: "submit", class: "button primary send" }, "➤");
  const node = h("form", { class: "composer" }, list, problem, h("div", { class: "line" }, field, send));
  let offers = [];
  let at = -1;

  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
  };
  const mark = (next) => {
    at = next;
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    list.children[at]?.scrollIntoView({ block: "nearest" });
    if (at < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `${id}-offer-${at}`);
  };
  const offer = () => {
    offers = suggestions(field.value, field.selectionStart, where());
    list.replaceChildren(...offers.map((one, n) => h(
      "li",
      { role: "option", id: `${id}-offer-${n}`, onmousedown: (event) => { event.preventDefault(); take(n); } },
      h("b", {}, one.shown), one.hint ? h("code", {}, one.hint) : null, h("span", { class: "faint" }, one.about),
    )));
    list.hidden = !offers.length;
    field.setAttribute("aria-expanded", String(offers.length > 0));
    mark(offers.length && !offers[0].shy ? 0 : -1);
  };
  const take = (n) => {
    const { start, insert } = offers[n];
    field.setRangeText(insert, start, field.selectionStart, "end");
    field.focus();
    offer();
  };
  const submit = async (event) => {
    event?.preventDefault();
    const text = field.value.trim();
    if (!text || node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    problem.textContent = "";
    const answer = await say(text, where());
    node.removeAttribute("aria-busy");
    if (answer.ok) field.value = "";
    else problem.textContent = sorry(answer, { command: text.split(/\s/)[0] });
    if (answer.built_in) problem.textContent = t("builtIn", { command: text.split(/\s/)[0] });
    grow();
    offer();
    done(answer);
  };
  field.addEventListener("input", () => { problem.textContent = ""; grow(); offer(); });
  field.addEventListener("blur", () => { list.hidden = true; });
  field.addEventListener("keydown", (event) => {
    const open = !list.hidden && offers.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (open && step) {
      event.preventDefault();
      mark(at < 0 && step < 0 ? offers.length - 1 : (at + step + offers.length) % offers.length);
    } else if (open && event.key === "Escape") {
      event.stopPropagation();
      list.hidden = true;
    } else if (open && at >= 0 && (event.key === "Tab" || event.key === "Enter") && !event.shiftKey && !complete(field, offers[at])) {
      event.preventDefault();
      take(at);
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  });
  node.addEventListener("submit", submit);
  const draw = () => {
    const one = conversation(where().channel);
    const words = where().thread_ts ? t("writeThread") : t("writeTo", { name: one ? titleOf(one) : "" });
    field.placeholder = words;
    field.setAttribute("aria-label", words);
    send.setAttribute("aria-label", t("send"));
    list.setAttribute("aria-label", t("suggestions"));
  };
  const clear = () => { field.value = ""; problem.textContent = ""; grow(); offer(); };
  return { node, draw, clear, focus: () => field.focus() };
}

const complete = (field, one) => field.value.slice(one.start, field.selectionStart) === one.insert.trimEnd();

async function say(text, { channel, thread_ts }) {
  const as = world.me.id;
  if (!text.startsWith("/")) return perform(as, "say", { channel, thread_ts, text: mentions(text) });
  if (thread_ts) return { ok: false, error: "thread_command" };
  const known = conversation(channel) && channel !== world.view.app.user_id;
  return perform(as, "command", { channel: known ? channel : channels()[0]?.id, text });
}

/** @handle, #channel and web addresses become what Slack's client sends; for commands the sandbox does this where the app wants it. */
function mentions(text) {
  const person = (whole, before, handle) => {
    const found = [...world.people.values()].find((one) => one.name === handle);
    return found ? `${before}<@${found.id}>` : whole;
  };
  const place = (whole, before, name) => {
    const found = channels().find((one) => one.name === name);
    return found ? `${before}<#${found.id}|${name}>` : whole;
  };
  return text.replace(/(^|[\s(])@([a-z0-9._-]*[a-z0-9_-])/g, person).replace(/(^|[\s(])#([\p{L}\d_-]+)/gu, place)
    .replace(/(^|\s)(https?:\/\/[^\s<>]+)/g, "$1<$2>");
}

function suggestions(value, caret, { thread_ts }) {
  const before = value.slice(0, caret);
  if (/^\/\S*$/.test(before) && !thread_ts) {
    return world.view.commands
      .filter((one) => one.command.startsWith(before))
      .map((one) => ({ start: 0, insert: `${one.command} `, shown: one.command, hint: one.usage_hint, about: one.description }));
  }
  return subcommands(before) || people(before);
}

/** The words of a usage hint such as "[help | pause 2w | find]" once the command itself stands there. */
function subcommands(before) {
  const found = /^(\/\S+) (\S*)$/.exec(before);
  const command = found && world.view.commands.find((one) => one.command === found[1]);
  if (!command || found[2].startsWith("@")) return null;
  const words = command.usage_hint.replace(/[[\]]/g, "").split(/[|,]/).map((word) => word.trim()).filter(Boolean);
  return words
    .filter((word) => words.length > 1 && /^[\p{L}]/u.test(word) && word.startsWith(found[2]))
    .map((word) => ({ start: found[1].length + 1, insert: word.split(/\s/)[0], shown: `${found[1]} ${word}`, about: "", shy: !found[2] }));
}

function people(before) {
  const found = /(?:^|[\s(])@([\p{L}\d._-]*)$/u.exec(before);
  if (!found) return [];
  const wanted = found[1].toLowerCase();
  return [...world.people.values()]
    .filter((one) => !one.deleted && (one.name.startsWith(wanted) || one.real_name.toLowerCase().split(/\s/).some((part) => part.startsWith(wanted))))
    .slice(0, 8)
    .map((one) => ({ start: before.length - found[1].length - 1, insert: `@${one.name} `, shown: one.real_name, hint: `@${one.name}`, about: one.title }));
}
