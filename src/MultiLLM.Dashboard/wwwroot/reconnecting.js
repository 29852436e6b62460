// A page whose connection broke off tries again for as long as it is open; after a restart of the service it begins anew.

const pause = 3_000;
const sign = document.getElementById("components-reconnect-modal");
let trying = false;

/** The service answers, and would send whoever looks at this page to the page where one signs in. */
async function isSignedOut() {
  try {
    return (await fetch(location.href, { redirect: "manual", cache: "no-store" })).type === "opaqueredirect";
  } catch {
    return false;
  }
}

async function goOn() {
  if (trying) return;
  trying = true;
  try {
    // False: the service answers and knows nothing of this page any more.
    if (!await Blazor.reconnect()) location.reload();
  } catch {
    if (await isSignedOut()) location.reload();
    else setTimeout(goOn, pause);
  } finally {
    trying = false;
  }
}

sign.addEventListener("components-reconnect-state-changed", async ({ detail }) => {
  if (detail.state === "rejected" || (detail.state === "retrying" && await isSignedOut())) location.reload();
  else if (detail.state === "failed") setTimeout(goOn, pause);
});
document.getElementById("reconnect-now").addEventListener("click", goOn);
