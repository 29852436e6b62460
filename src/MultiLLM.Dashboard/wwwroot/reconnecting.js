// A page whose connection broke off tries again for as long as it is open; after a restart of the service it begins anew.

const pause = 3_000;
const sign = document.getElementById("components-reconnect-modal");
let trying = false;

async function goOn() {
  if (trying) return;
  trying = true;
  try {
    // False: the service answers and knows nothing of this page any more.
    if (!await Blazor.reconnect()) location.reload();
  } catch {
    setTimeout(goOn, pause);
  } finally {
    trying = false;
  }
}

sign.addEventListener("components-reconnect-state-changed", ({ detail }) => {
  if (detail.state === "rejected") location.reload();
  else if (detail.state === "failed") setTimeout(goOn, pause);
});
document.getElementById("reconnect-now").addEventListener("click", goOn);
