// Conversations in the browser's storage, one entry each, so that two open tabs never write over each other's.

const prefix = "multillm.conversation.";
const longestTitle = 60;
const most = 100;
const bytes = new TextEncoder();

/** Those that are there; null where the browser allows no storage. */
export function list() {
  try {
    const found = [];
    for (let i = 0; i < localStorage.length && found.length < most; i++) {
      const key = localStorage.key(i);
      if (key.startsWith(prefix)) found.push(summary(key.slice(prefix.length), localStorage.getItem(key)));
    }
    return found;
  } catch {
    return null;
  }
}

function summary(id, text) {
  const unread = { id: id.slice(0, 64), title: null, updatedAt: null, messages: 0 };
  try {
    const kept = JSON.parse(text);
    const time = new Date(kept.updated_at);
    if (Number.isNaN(time.getTime())) return unread;
    return { ...unread, title: String(kept.title ?? "").slice(0, longestTitle), updatedAt: time.toISOString(), messages: kept.messages?.length ?? 0 };
  } catch {
    return unread;
  }
}

/** As bytes, because they come as a stream; none where it is not there. */
export const read = id => bytes.encode(localStorage.getItem(prefix + id) ?? "");

export function write(id, text) {
  try {
    localStorage.setItem(prefix + id, text);
    return "";
  } catch (failure) {
    return failure instanceof DOMException && failure.name === "QuotaExceededError" ? "full" : "blocked";
  }
}

export function remove(id) {
  try {
    localStorage.removeItem(prefix + id);
  } catch { /* no storage, nothing to remove */ }
}
