// Fields for long text: they grow with what is written, tell of Enter and Escape, and are read as a stream.

const bytes = new TextEncoder();
const longest = 5_000_000;

function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}

export function attach(area, page, enter, escape, change) {
  if (!area) return;
  area.maxLength = longest;
  area.addEventListener("input", () => fit(area));
  area.addEventListener("keydown", event => {
    // While an input method composes a word, Enter belongs to it.
    if (enter && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      page.invokeMethodAsync("EnterAsync");
    } else if (escape && event.key === "Escape" && !event.isComposing) {
      event.preventDefault();
      page.invokeMethodAsync("EscapeAsync");
    }
  });
  if (change) area.addEventListener("change", () => page.invokeMethodAsync("ChangeAsync"));
  fit(area);
}

/** A stream cannot be empty: a line feed comes before the text. */
export const read = area => bytes.encode(`\n${area?.value ?? ""}`);

export function write(area, text) {
  if (!area) return;
  area.value = text;
  fit(area);
}

export const focus = area => area?.focus();
