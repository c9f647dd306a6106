// Prints the licences of what is bundled, each text once, with the packages it is of.

import { readFileSync, readdirSync } from "node:fs";

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const texts = new Map();
for (const [place, about] of Object.entries(lock.packages)) {
  if (!place || about.dev) continue;
  const file = readdirSync(place).find((one) => /^licen[cs]e/i.test(one));
  const text = readFileSync(`${place}/${file}`, "utf8").trim();
  texts.set(text, [...(texts.get(text) || []), `${place.replace(/^node_modules\//, "")} ${about.version} (${about.license})`]);
}
console.log([...texts].map(([text, names]) => `${names.join("\n")}\n\n${text}`).join(`\n\n${"-".repeat(72)}\n\n`));
