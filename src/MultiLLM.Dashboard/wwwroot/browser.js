// Clipboard, downloads and scrolling.

export async function copy(text) {
  try {
    // Absent where the page came over plain http from another machine.
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch { /* not allowed: the older way may be */ }
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  const focused = document.activeElement;
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    focused?.focus();
  }
}

export const download = (name, type, text) => keep(name, new Blob([text], { type }));

/** Of any length: the browser keeps what has come outside the page's memory where it is much. */
export async function downloadStream(name, type, stream) {
  keep(name, await new Response(await stream.stream(), { headers: { "content-type": type } }).blob());
}

function keep(name, file) {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const near = 80;
const atEnd = element => element.scrollHeight - element.scrollTop - element.clientHeight < near;

export const toEnd = element => { if (element) element.scrollTop = element.scrollHeight; };

/** Stays at the end while the content grows, unless the person has scrolled up. */
export function follow(element) {
  if (!element || element.dataset.followed) return;
  element.dataset.followed = "";
  let stay = true;
  element.addEventListener("scroll", () => { stay = atEnd(element); }, { passive: true });
  // What stands there before anything is said is read from its beginning.
  const grown = () => { if (stay && element.querySelector("article")) toEnd(element); };
  new MutationObserver(grown).observe(element, { childList: true, subtree: true, characterData: true });
  new ResizeObserver(grown).observe(element);
  grown();
}

export const focus = id => document.getElementById(id)?.focus();

/** A button that did its work is often gone or disabled then, and the focus with it. Where a person has gone on by themselves nothing is done. */
export function keepFocus(element) {
  if (document.activeElement && document.activeElement !== document.body) return;
  element?.querySelector("button:not(:disabled), input, a")?.focus({ preventScroll: true });
}
