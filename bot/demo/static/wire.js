// Talks to the page's own server and to nobody else.

import { t } from "./words.js";

/** Fetch; where nobody answers, the browser says so in its own raw English, and this in the page's language. */
function reach(path, asked) {
  return fetch(path, asked).catch((problem) => { throw problem instanceof TypeError ? new Error(t("unreached")) : problem; });
}

export async function get(path) {
  const answer = await reach(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw Object.assign(new Error(`${answer.status} ${path}`), { status: answer.status });
  return answer.json();
}

export async function post(path, body) {
  const answer = await reach(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 404) throw Object.assign(new Error("404"), { status: 404 });
  return answer.ok ? told : { ok: false, error: `http_${answer.status}`, ...told };
}

/** Perform one act of a person; never throws, a dead connection is an answer too. */
export async function perform(as, what, particulars = {}) {
  try {
    return await post("/sandbox/act", { as, do: what, ...particulars });
  } catch {
    return { ok: false, error: "no_connection" };
  }
}

/** Give {rows, edition}; `rows` is null where the server still has the edition that is known. */
export async function getEdition(path, known) {
  const answer = await reach(path, { cache: "no-cache", headers: { Accept: "application/json" } });
  if (!answer.ok) throw Object.assign(new Error(`${answer.status} ${path}`), { status: answer.status });
  const edition = answer.headers.get("ETag") || "";
  return { edition, rows: edition && edition === known ? null : await answer.json() };
}

const SOON = 500; // milliseconds until a lost connection is tried again, doubled each time
const LATE = 8000;
const SETTLED = 300; // milliseconds for the page to draw first what it has just read

/** Call `heard(list of what changed)` on news for one person; polls every two seconds while there is no connection. */
export function listen(as, heard) {
  let poll = 0;
  let wait = SOON;
  let over = false;
  let again = false;
  let socket = null;
  const polling = (on) => {
    if (on && !poll) poll = setInterval(() => heard(["everything"]), 2000);
    if (!on && poll) poll = clearInterval(poll) || 0;
  };
  const open = () => {
    if (over) return;
    socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/sandbox/news?as=${encodeURIComponent(as)}`);
    socket.onopen = () => {
      if (over) return socket.close();
      wait = SOON;
      polling(false);
      setTimeout(() => { if (!over) heard(["everything"]); }, again ? 0 : SETTLED); // what came before it was open
      again = true;
    };
    socket.onmessage = (event) => { if (!over) heard(JSON.parse(event.data).changed); };
    socket.onclose = () => {
      if (over) return;
      polling(true);
      setTimeout(open, wait);
      wait = Math.min(wait * 2, LATE);
    };
  };
  open();
  return () => {
    over = true;
    polling(false);
    if (socket.readyState === WebSocket.OPEN) socket.close(); // one that still connects is closed once it is open
  };
}
