// Whether time is on its way to somewhere, moved by this tab or by another; the file and what lies ahead wait for its end.

import { get } from "./wire.js";

let own = false;
let other = false;

export const isUnderWay = () => own || other;

/** Tell that a jump of this tab begins or ends; parts of the page that wait for it hear "jump" on `document`. */
export function tellJump(on) {
  own = on;
  document.dispatchEvent(new Event("jump"));
}

/** Ask whether somebody else moves time. */
export async function lookForJump() {
  const status = await get("/demo/status?brief=1").catch(() => null);
  other = Boolean(status?.jump);
}
