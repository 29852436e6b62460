// What the pages need of the browser itself.

const year = 31_536_000;
const controls = "button:not(:disabled), a[href], input:not(:disabled), select:not(:disabled)";

export const timeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function keepTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  document.cookie = `multillm-theme=${dark ? "dark" : "light"}; path=/; max-age=${year}; samesite=strict`;
}

/** The page is alive and has its colours. */
export function ready(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  delete document.documentElement.dataset.pending;
  document.documentElement.dataset.ready = "";
  keepFocus();
}

let keeping = false;

/**
 * A control that did its work often goes, and the focus with it to nowhere. Where a part of a page says data-keeps-focus, it goes to the nearest control that
 * is left there, else to the page's heading; also after a dialog that was opened from there. Where a person has gone on by themselves nothing is done.
 */
function keepFocus() {
  if (keeping) return;
  keeping = true;
  let control = null;
  let opener = null;
  let around = [];
  document.addEventListener("focusin", ({ target }) => {
    if (target.closest(".mud-dialog-container")) {
      control = opener && target;
      return;
    }
    const part = target.closest("[data-keeps-focus]");
    control = opener = part && target;
    around = [];
    for (let element = target.parentElement; part && element !== part.parentElement; element = element.parentElement) around.push(element);
  });
  new MutationObserver(() => {
    if (!control || control.isConnected || (document.activeElement ?? document.body) !== document.body) return;
    control = null;
    const left = opener.isConnected ? opener : around.filter(element => element.isConnected).map(element => element.querySelector(controls)).find(found => found);
    (left ?? document.querySelector("h1"))?.focus({ preventScroll: left !== undefined });
  }).observe(document.body, { childList: true, subtree: true });
}
