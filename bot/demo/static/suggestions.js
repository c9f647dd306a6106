// What the composer offers while one types: commands, shortcuts, the words of a command, people.

import { shortcuts, world } from "./world.js";
import { t } from "./words.js";

/** Give what fits to what stands before the caret: {start, insert, shown, hint, about, shy, shortcut}. */
export function suggestions(value, caret, { thread_ts }) {
  const before = value.slice(0, caret);
  if (/^\/[^/\s]*( [^/\s]*)?$/.test(before)) {
    const found = [...(thread_ts ? [] : commands(before)), ...global(before)];
    if (found.length) return found;
  }
  return subcommands(before) || people(before);
}

const commands = (before) => world.view.commands
  .filter((one) => one.command.startsWith(before))
  .map((one) => ({ start: 0, insert: `${one.command} `, shown: one.command, hint: one.usage_hint, about: one.description }));

/** The app's shortcuts that need no message, by any of their words. */
const global = (before) => shortcuts("global")
  .filter((one) => ` ${one.name.toLowerCase()}`.includes(` ${before.slice(1).toLowerCase()}`))
  .map((one) => ({ start: 0, insert: "", shown: `⚡ ${one.name}`, about: t("shortcut"), shortcut: one.callback_id }));

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
