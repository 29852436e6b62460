// What the pages need of the browser itself.

const year = 31_536_000;

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
}
