// The rituals file as it stands in the editor, and as it holds in the sandbox; other parts of the page look on.
// Events on `document`: "draft" when what stands in the editor changed, "applied" when something else holds.

import { get } from "./wire.js";
import { remember, remembered } from "./words.js";

const KEPT = "rondo-draft";

export const draft = {
  text: "",
  live: "",
  changed() { return this.text !== this.live; },
};

/** Take what is typed; it survives closing the workbench, and loading the page anew. */
export function write(text) {
  if (text === draft.text) return;
  draft.text = text;
  keep();
  document.dispatchEvent(new Event("draft"));
}

const keep = () => remember(KEPT, draft.changed() ? JSON.stringify({ live: draft.live, text: draft.text }) : "");

/** Take what holds now; typing that was not applied stays, unless `over` says that it gives way. */
export function hold(live, { over = false } = {}) {
  const was = draft.live;
  const follows = over || !draft.changed();
  draft.live = live;
  if (follows) write(live);
  keep(); // typing that stays belongs to what holds now
  if (was !== live) document.dispatchEvent(new Event("applied"));
}

/** Read what holds, once; for parts of the page that are open before the editor is. Gives what the server said. */
export async function ready() {
  const said = await get("/demo/file/live");
  if (!draft.live) {
    draft.live = said.text;
    draft.text = kept(said.text) || said.text;
  }
  return said;
}

/** What was typed before the page was loaded anew; nothing where another file holds since. */
function kept(live) {
  try {
    const found = JSON.parse(remembered(KEPT) || "{}");
    return found.live === live ? found.text : "";
  } catch {
    return "";
  }
}
