// rich_text blocks, and the standard Markdown of markdown blocks.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelLink, dated, link, mention } from "./mrkdwn.js";

export function richText(block) {
  return h("div", { class: "mrkdwn" }, block.elements.map(part));
}

function part(element) {
  const inside = () => element.elements.map(leaf);
  const shapes = {
    rich_text_section: () => h("div", {}, inside()),
    rich_text_quote: () => h("blockquote", {}, inside()),
    rich_text_preformatted: () => h("pre", {}, inside()),
    rich_text_list: () => h(
      element.style === "ordered" ? "ol" : "ul",
      { class: `indent-${Math.min(Number(element.indent) || 0, 4)}` },
      element.elements.map((item) => h("li", {}, item.elements.map(leaf))),
    ),
  };
  return shapes[element.type]?.() || unknown(element.type);
}

function leaf(element) {
  const kinds = {
    text: () => element.text,
    link: () => link(element.url, element.text),
    user: () => mention(element.user_id),
    channel: () => channelLink(element.channel_id, ""),
    emoji: () => emoji(element.name),
    date: () => dated(`!date^${element.timestamp}^${element.format}`, element.fallback || ""),
    usergroup: () => h("span", { class: "mention" }, `@${element.usergroup_id}`),
    broadcast: () => h("span", { class: "mention" }, `@${element.range}`),
  };
  const shown = kinds[element.type]?.() ?? unknown(element.type);
  return styled(shown, element.style || {});
}

function styled(node, style) {
  let shown = node;
  for (const [key, tag] of [["code", "code"], ["strike", "s"], ["italic", "em"], ["bold", "strong"]]) {
    if (style[key]) shown = h(tag, {}, shown);
  }
  return shown;
}

const unknown = (type) => h("span", { class: "unknown" }, String(type));

/** Headings, lists, quotes, code, emphasis and links of a markdown block. */
export function markdown(text) {
  const nodes = [];
  text.split(/```[^\n]*\n([\s\S]*?)```/).forEach((piece, at) => {
    if (at % 2) nodes.push(h("pre", {}, piece.replace(/\n$/, "")));
    else for (const lines of piece.split(/\n{2,}/)) if (lines.trim()) nodes.push(...paragraph(lines.split("\n")));
  });
  return h("div", { class: "mrkdwn markdown" }, nodes);
}

function paragraph(lines) {
  const nodes = [];
  const last = (tag) => {
    if (nodes.at(-1)?.localName !== tag) nodes.push(h(tag, {}));
    return nodes.at(-1);
  };
  for (const line of lines.filter((one) => one.trim())) {
    const [, mark, rest] = /^\s*(#{1,6} |[-*+] |\d+[.)] |> ?|)(.*)$/.exec(line);
    if (/^(-{3,}|\*{3,})$/.test(line.trim())) nodes.push(h("hr"));
    else if (mark.startsWith("#")) nodes.push(h(`h${Math.min(mark.trim().length + 3, 6)}`, {}, spans(rest)));
    else if (mark.startsWith(">")) last("blockquote").append(...spans(rest), "\n");
    else if (/^\d/.test(mark)) last("ol").append(h("li", {}, spans(rest)));
    else if (mark) last("ul").append(h("li", {}, spans(rest)));
    else last("p").append(...(last("p").hasChildNodes() ? ["\n"] : []), ...spans(rest));
  }
  return nodes;
}

const SPAN = /`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)|:([a-z0-9_+-]+):|(\*\*|__|~~|\*|_)(?=\S)(.*?\S)\5/g;
const SPAN_TAGS = { "**": "strong", __: "strong", "~~": "s", "*": "em", _: "em" };

function spans(text) {
  const nodes = [];
  let from = 0;
  for (const found of text.matchAll(SPAN)) {
    nodes.push(text.slice(from, found.index));
    from = found.index + found[0].length;
    if (found[1]) nodes.push(h("code", {}, found[1]));
    else if (found[2]) nodes.push(link(found[3], found[2]));
    else if (found[4]) nodes.push(emoji(found[4]));
    else nodes.push(h(SPAN_TAGS[found[5]], {}, spans(found[6])));
  }
  return [...nodes, text.slice(from)].filter(Boolean);
}
