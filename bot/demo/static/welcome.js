// The welcome card, shown until somebody has read it: once for a browser, not for each person's tab.

const KEY = "rondo-welcomed";
const $ = (id) => document.getElementById(id);

export function setUpWelcome() {
  $("welcome").hidden = isKnown();
  $("go").addEventListener("click", () => {
    $("welcome").hidden = true;
    try { localStorage.setItem(KEY, "yes"); } catch { /* private windows may refuse */ }
  });
}

function isKnown() {
  try { return Boolean(localStorage.getItem(KEY)); } catch { return false; }
}
