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
  remember(KEPT, draft.changed() ? text : "");
  document.dispatchEvent(new Event("draft"));
}

/** Take what holds now; typing that was not applied stays, unless `over` says that it gives way. */
export function hold(live, { over = false } = {}) {
  const was = draft.live;
  const follows = over || !draft.changed();
  draft.live = live;
  if (follows) write(live);
  if (was !== live) document.dispatchEvent(new Event("applied"));
}

/** Read what holds, once; for parts of the page that are open before the editor is. Gives what the server said. */
export async function ready() {
  const said = await get("/demo/file/live");
  if (!draft.live) {
    draft.live = said.text;
    draft.text = remembered(KEPT) || said.text;
  }
  return said;
}
