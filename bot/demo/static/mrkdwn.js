// Slack's light markup as DOM nodes; source: formatting text for messages.

import { h } from "./dom.js";
import { dateTokens } from "./dates.js";
import { emoji } from "./emoji.js";
import { channels, nameOf, world } from "./world.js";

const INLINE = new RegExp(
  "`([^`\\n]+)`" // 1 code
  + "|<([^<>\\n]+)>" // 2 link, mention or date
  + "|:([a-z0-9_+-]+(?:::skin-tone-\\d)?):" // 3 emoji
  + "|(?<![\\p{L}\\p{N}*_~])([*_~])(?=\\S)([^\\n]*?\\S)\\4(?![\\p{L}\\p{N}])", // 4 mark, 5 inside
  "gu",
);
const TAGS = { "*": "strong", _: "em", "~": "s" };

const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** A whole text: preformatted parts, quotes, then everything inside a line. */
export function mrkdwn(text) {
  const nodes = [];
  text.split(/```\n?([\s\S]+?)\n?```\n?/).forEach((part, at) => {
    if (at % 2) nodes.push(h("pre", {}, unescape(part)));
    else if (part) nodes.push(...paragraphs(part));
  });
  return h("div", { class: "mrkdwn" }, nodes);
}

function paragraphs(text) {
  const nodes = [];
  let run = [];
  let quoted = false;
  const flush = () => {
    if (run.length) nodes.push(...(quoted ? [h("blockquote", {}, inline(run.join("\n")))] : inline(run.join("\n"))));
    run = [];
  };
  for (const line of text.split("\n")) {
    const quote = /^(?:>|&gt;) ?/.exec(line);
    if (Boolean(quote) !== quoted) {
      flush();
      quoted = Boolean(quote);
    }
    run.push(quote ? line.slice(quote[0].length) : line);
  }
  flush();
  return nodes;
}

/** What stands inside a line, as a list of nodes. */
export function inline(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(INLINE)) {
    if (found.index > from) nodes.push(unescape(text.slice(from, found.index)));
    from = found.index + found[0].length;
    if (found[1]) nodes.push(h("code", {}, unescape(found[1])));
    else if (found[2]) nodes.push(angled(found[2]));
    else if (found[3]) nodes.push(emoji(found[3]));
    else nodes.push(h(TAGS[found[4]], {}, inline(found[5])));
  }
  if (from < text.length) nodes.push(unescape(text.slice(from)));
  return nodes;
}

function angled(inside) {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? "" : unescape(inside.slice(bar + 1));
  if (target.startsWith("@")) return mention(target.slice(1));
  if (target.startsWith("#")) return channelLink(target.slice(1), label);
  if (target.startsWith("!date^")) return dated(target, label);
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label || "@…");
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${label || target.slice(1)}`);
  return /^(https?:\/\/|mailto:|tel:)/i.test(target) ? link(unescape(target), label) : `<${unescape(inside)}>`;
}

/** A link to the web or to a mail address; anything else stays text. */
export function link(url, label) {
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return label || url;
  const shown = label || url.replace(/^(mailto|tel):/i, "");
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, shown);
}

export function mention(id) {
  const own = id === world.me?.id ? " own" : "";
  return h("span", { class: `mention${own}`, title: world.people.get(id)?.title || "" }, `@${nameOf(id)}`);
}

export function channelLink(id, label) {
  const name = channels().find((one) => one.id === id)?.name || label || id;
  return h("button", { type: "button", class: "mention", "data-place": id }, `#${name}`);
}

export function dated(target, fallback) {
  const [, seconds, pattern, url] = target.split("^");
  if (!/^\d+$/.test(seconds || "") || !pattern) return fallback;
  const shown = h("time", { datetime: new Date(seconds * 1000).toISOString() }, dateTokens(seconds * 1000, pattern));
  return url ? h("a", { href: /^https?:/i.test(url) ? url : null, rel: "noopener noreferrer" }, shown) : shown;
}

/** Text in one line without markup, for announcements and titles. */
export function plain(text) {
  const bare = mrkdwn(text).textContent.replace(/\s+/g, " ").trim();
  return bare.length > 140 ? `${bare.slice(0, 139)}…` : bare;
}

/** A text object: plain_text or mrkdwn. */
export function textObject(object) {
  if (!object) return null;
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  const shown = object.emoji === false ? object.text : object.text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
  return h("span", { class: "plain" }, shown);
}
