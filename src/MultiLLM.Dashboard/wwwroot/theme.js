// Runs before the first paint: keeps the colours that the person chose, or the system's, where the server finds them.
(() => {
  const kept = document.cookie.match(/(?:^|; )multillm-theme=(dark|light)/);
  const wanted = kept ? kept[1] : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const root = document.documentElement;
  // The page was made without knowing: it stays hidden until it has been told (dashboard.js, ready).
  if (root.dataset.theme !== wanted && wanted === "dark") root.dataset.pending = "";
  root.dataset.theme = wanted;
})();
