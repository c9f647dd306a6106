// The list of messages as one scrolls through it: it stays at its end, or where one reads, whatever comes; and keys walk it.

const NEAR = 80; // pixels from the end that still count as the end
const SOON = 800; // pixels from the top from which on older messages are asked for
const $ = (id) => document.getElementById(id);
let sticks = true; // the end is on show and stays there
let older = async () => {};
let asking = false;

/** `more` reads older messages and draws them; `atEnd` is told when the end comes into sight. */
export function setUpScrolling({ more, atEnd }) {
  older = more;
  $("scroll").addEventListener("scroll", () => {
    sticks = isAtEnd();
    if (sticks) atEnd();
    if ($("scroll").scrollTop < SOON) askOlder();
  }, { passive: true });
  const grown = new ResizeObserver(() => { if (sticks) toEnd(); });
  grown.observe($("scroll"));
  grown.observe($("list"));
  for (const list of [$("list"), $("replies")]) {
    list.addEventListener("keydown", walk);
    list.addEventListener("focusin", (event) => stepOnto(list, event.target.closest(".message")));
  }
}

export const isAtEnd = () => $("scroll").scrollHeight - $("scroll").scrollTop - $("scroll").clientHeight < NEAR;

export function toEnd() {
  sticks = true;
  $("scroll").scrollTop = $("scroll").scrollHeight;
}

/** Change the list by `change` while what one reads stays where it is, or the end stays the end. */
export function holding(change) {
  if (sticks) {
    change();
    toEnd();
    return;
  }
  const scroll = $("scroll");
  const top = scroll.getBoundingClientRect().top;
  const held = [...$("list").querySelectorAll(":scope > .message")].find((node) => node.getBoundingClientRect().bottom > top);
  const before = held?.getBoundingClientRect().top;
  change();
  if (held?.isConnected) scroll.scrollTop += held.getBoundingClientRect().top - before;
}

export async function askOlder() {
  if (asking) return;
  asking = true;
  $("list").setAttribute("aria-busy", "true");
  await older().catch((problem) => console.warn(problem));
  $("list").removeAttribute("aria-busy");
  asking = false;
}

/** One message of each list can be reached by the tab key; the arrow keys lead to the others. */
export function stepOnto(list, message) {
  if (!message) return;
  for (const one of list.querySelectorAll(":scope > .message[tabindex='0']")) if (one !== message) one.tabIndex = -1;
  message.tabIndex = 0;
}

function walk(event) {
  const list = event.currentTarget;
  const at = event.target;
  if (!at.matches(".message") || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = [...list.querySelectorAll(":scope > .message")];
  const to = { ArrowUp: all[all.indexOf(at) - 1], ArrowDown: all[all.indexOf(at) + 1], Home: all[0], End: all.at(-1) }[event.key];
  if (event.key === "ArrowUp" && !to && list.id === "list") askOlder();
  if (!["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  to?.focus();
  to?.scrollIntoView({ block: "nearest" });
}
