// The field one writes in: messages, files, slash commands and shortcuts with completion, @people and #channels.

import { attachment } from "./attaching.js";
import { h, redraw } from "./dom.js";
import { suggestions } from "./suggestions.js";
import { perform } from "./wire.js";
import { channels, conversation, shortcuts, titleOf, world } from "./world.js";
import { language, sorry, t } from "./words.js";

/** Give {node, draw}; `where()` names {channel, thread_ts}; `done(answer)` is called after each sending. */
export function composer({ id, where, done }) {
  const field = h("textarea", {
    rows: 1, id, autocomplete: "off", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}-list`,
  });
  const list = h("ul", { class: "suggestions", role: "listbox", id: `${id}-list`, hidden: true });
  const problem = h("p", { class: "error", role: "alert" });
  const send = h("button", { type: "submit", class: "button primary send" }, "➤");
  const told = (answer, values) => { problem.textContent = answer.ok ? "" : sorry(answer, values); done(answer); };
  const attach = attachment({ where, busy, done: told });
  const quick = h("details", { class: "menu quick", "data-action": "quick", "data-block": id }, h("summary", { class: "icon" }, "⚡"), h("div", { class: "menu-list upward" }));
  const node = h("form", { class: "composer" }, list, problem, h("div", { class: "line" }, quick, attach.node, field, send));
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
    const { start, insert, shortcut } = offers[n];
    field.setRangeText(insert, start, field.selectionStart, "end");
    field.focus();
    offer();
    if (shortcut) use(shortcut);
  };
  /** Use one of the app's shortcuts that need no message. */
  const use = async (callback) => {
    busy(true);
    const answer = await perform(world.me.id, "shortcut", { callback_id: callback });
    busy(false);
    told(answer);
  };
  const begin = (command) => {
    field.value = `${command} `;
    field.focus();
    offer();
  };
  function busy(on) {
    if (on) node.setAttribute("aria-busy", "true");
    else node.removeAttribute("aria-busy");
  }
  const submit = async (event) => {
    event?.preventDefault();
    const typed = field.value;
    const text = typed.trim();
    if (!text || node.getAttribute("aria-busy") === "true") return;
    busy(true);
    problem.textContent = "";
    const here = () => JSON.stringify([world.me.id, where()]);
    const began = here();
    const answer = await say(text, where());
    busy(false);
    if (answer.ok && field.value === typed && here() === began) field.value = ""; // what was typed meanwhile stays
    if (!answer.ok) problem.textContent = sorry(answer, { command: text.split(/\s/)[0] });
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
    attach.draw();
    drawQuick(quick, { inThread: Boolean(where().thread_ts), use, begin });
    list.setAttribute("aria-label", t("suggestions"));
  };
  const clear = () => { field.value = ""; problem.textContent = ""; grow(); offer(); };
  return { node, draw, clear, focus: () => field.focus() };
}

/** Everything that can be begun without knowing its name: the app's shortcuts, then its commands. */
function drawQuick(quick, { inThread, use, begin }) {
  const global = shortcuts("global");
  const commands = inThread ? [] : world.view.commands;
  const close = (work) => () => { quick.open = false; work(); };
  const entry = (title, about, work) => h("button", { type: "button", onclick: close(work) }, h("b", {}, title), about ? h("small", { class: "faint" }, about) : null);
  quick.hidden = !global.length && !commands.length;
  quick.firstChild.setAttribute("aria-label", t("quick"));
  quick.firstChild.title = t("quick");
  redraw(quick.lastChild, [global, commands, language()], () => [
    ...global.map((one) => entry(`⚡ ${one.name}`, "", () => use(one.callback_id))),
    ...commands.map((one) => entry(one.command, one.description, () => begin(one.command))),
  ]);
}

const complete = (field, one) => !one.shortcut && field.value.slice(one.start, field.selectionStart) === one.insert.trimEnd();

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
