// Talks to the page's own server and to nobody else.

export async function get(path) {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw Object.assign(new Error(`${answer.status} ${path}`), { status: answer.status });
  return answer.json();
}

export async function post(path, body) {
  const answer = await fetch(path, {
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

/** Call `heard(list of what changed)` on news for one person; polls every two seconds while there is no stream. */
export function listen(as, heard) {
  let poll = 0;
  const polling = (on) => {
    if (on && !poll) poll = setInterval(() => heard(["everything"]), 2000);
    if (!on && poll) poll = clearInterval(poll) || 0;
  };
  const source = new EventSource(`/sandbox/stream?as=${encodeURIComponent(as)}`);
  source.onopen = () => { polling(false); heard(["everything"]); };
  source.onerror = () => polling(true);
  source.onmessage = (event) => heard(JSON.parse(event.data).changed);
  return () => { source.close(); polling(false); };
}
