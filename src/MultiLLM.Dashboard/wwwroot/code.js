// Blocks of code: their text is put in piece by piece and coloured when it is complete. What is inside is never taken for HTML:
// highlight.js gets the text and returns it escaped, with spans around its words.

const library = "/ui/lib/highlight/highlight.min.js";
const longest = 50_000;
let loading;

export function append(element, from, text) {
  if (!element) return;
  const kept = from === 0 ? "" : element.textContent.slice(0, from);
  const last = element.lastChild;
  if (from > 0 && element.childNodes.length === 1 && last.nodeType === Node.TEXT_NODE && last.length === from) last.appendData(text);
  else element.textContent = kept + text;
}

export async function highlight(element, language) {
  if (!element || element.textContent.length > longest) return;
  const hljs = await highlighter();
  const text = element.textContent;
  if (!hljs?.getLanguage(language)) return;
  element.innerHTML = hljs.highlight(text, { language, ignoreIllegals: true }).value;
}

function highlighter() {
  loading ??= new Promise(resolve => {
    const script = document.createElement("script");
    script.src = library;
    script.onload = () => resolve(globalThis.hljs);
    script.onerror = () => { loading = undefined; resolve(undefined); };
    document.head.append(script);
  });
  return loading;
}
