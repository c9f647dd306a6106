// Blocks as DOM nodes. `stage` says where they stand:
//   {root, container, values(block_id, action_id), use(block, element, chosen, node), prefix}

import { chart } from "./charts.js";
import { freshId, h } from "./dom.js";
import { control } from "./controls.js";
import { mrkdwn, textObject } from "./mrkdwn.js";
import { pictureAddress } from "./pictures.js";
import { markdown, richText } from "./rich.js";
import { t } from "./words.js";

export function blocks(list, stage) {
  return list.map((block) => {
    const draw = SHAPES[block.type];
    try {
      return draw ? draw(block, stage) : unknown(block.type);
    } catch (problem) {
      console.warn(problem);
      return unknown(block.type);
    }
  });
}

const unknown = (type) => h("div", { class: "unknown", role: "note" }, t("unknownBlock", { type: String(type) }));

const SHAPES = {
  section,
  header: (block) => h("h3", { class: "block header" }, textObject(block.text)),
  context: (block) => h(
    "div",
    { class: "block context" },
    block.elements.map((element) => (element.type === "image" ? picture(element, "tiny") : textObject(element))),
  ),
  divider: () => h("hr", { class: "block" }),
  actions: (block, stage) => h(
    "div",
    { class: "block actions" },
    block.elements.map((element) => control(element, block, stage)),
  ),
  image: (block) => h(
    "figure",
    { class: "block" },
    block.title ? h("figcaption", {}, textObject(block.title)) : null,
    picture(block, "wide"),
  ),
  input: (block, stage) => field(block, stage),
  rich_text: (block) => h("div", { class: "block" }, richText(block)),
  markdown: (block) => h("div", { class: "block" }, markdown(block.text)),
  data_visualization: (block) => chart(block),
};

function section(block, stage) {
  const words = h(
    "div",
    { class: "section-words" },
    textObject(block.text),
    block.fields ? h("div", { class: "fields" }, block.fields.map((field) => h("div", {}, textObject(field)))) : null,
  );
  if (!block.accessory) return h("div", { class: "block section" }, words);
  const beside = accessory(block, stage);
  nameAfter(beside, words);
  return h("div", { class: "block section" }, words, h("div", { class: "accessory" }, beside));
}

/** A field without a label of its own is called what the words beside it say; a button keeps its name and is described by them. */
function nameAfter(node, words) {
  const field = node.matches("select, input, textarea, [role=group], [role=radiogroup]");
  if (!field && !node.matches("button, details")) return;
  words.id ||= freshId("words");
  (node.matches("details") ? node.firstChild : node).setAttribute(field ? "aria-labelledby" : "aria-describedby", words.id);
}

function accessory(block, stage) {
  return block.accessory.type === "image" ? picture(block.accessory, "thumb") : control(block.accessory, block, stage);
}

/** Only pictures of the page's own server are loaded; of others the alt text is shown. */
function picture(image, size) {
  const url = pictureAddress(image);
  if (url) return h("img", { class: size, src: url, alt: image.alt_text || "", loading: "lazy" });
  const told = t("outsideImage", { alt: image.alt_text || image.image_url || "" });
  return h("span", { class: `no-image ${size}`, role: "img", "aria-label": told, title: told }, size === "wide" ? told : "🖼");
}

/** An input block: label, control, hint, and room for what is wrong with it. */
function field(block, stage) {
  const id = `${stage.prefix}-${block.block_id}`;
  const grouped = ["checkboxes", "radio_buttons", "multi_static_select", "multi_users_select", "external_select", "multi_external_select"].includes(block.element.type);
  const inner = control(block.element, block, stage, {
    id: `${id}-input`,
    describedBy: [block.hint ? `${id}-hint` : "", `${id}-error`].join(" ").trim(),
    required: !block.optional,
    dispatch: Boolean(block.dispatch_action),
  });
  const words = [
    textObject(block.label),
    block.optional ? h("span", { class: "faint" }, ` ${t("optional")}`) : null,
  ];
  return h(
    grouped ? "fieldset" : "div",
    { class: "block field", "data-field": block.block_id },
    h(grouped ? "legend" : "label", grouped ? {} : { for: `${id}-input` }, words),
    inner,
    block.hint ? h("p", { class: "hint", id: `${id}-hint` }, textObject(block.hint)) : null,
    h("p", { class: "error", id: `${id}-error` }),
  );
}

/** Put sentences beside the fields they are about and focus the first; give the sentences that fit nowhere. */
export function showErrors(root, errors) {
  const homeless = [];
  let first = null;
  for (const node of root.querySelectorAll("[data-field]")) {
    const sentence = errors[node.dataset.field];
    node.querySelector(":scope > .error").textContent = sentence || "";
    const inputs = node.querySelectorAll("input,select,textarea,summary");
    inputs.forEach((one) => (sentence ? one.setAttribute("aria-invalid", "true") : one.removeAttribute("aria-invalid")));
    if (sentence) first ||= inputs[0];
  }
  const known = new Set([...root.querySelectorAll("[data-field]")].map((node) => node.dataset.field));
  for (const [key, sentence] of Object.entries(errors)) if (!known.has(key)) homeless.push(sentence);
  first?.focus();
  return homeless;
}

/** The words of a message without blocks. */
export const bare = (text) => h("div", { class: "block" }, mrkdwn(text));
