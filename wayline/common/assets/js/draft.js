// A text that was begun outlives a lost connection and a closed tab.
// <textarea data-draft-key="step-12-comment" data-draft-kept="Draft kept" data-draft-restored="Your draft is back">
const PREFIX = "wayline-draft:";
const PAUSE = 400;
const DAYS_KEPT = 30;

export function startDrafts(scope) {
  for (const field of scope.querySelectorAll("textarea[data-draft-key]:not([data-draft-started])")) follow(field);
}

function follow(field) {
  const key = PREFIX + field.dataset.draftKey;
  const say = speaker(field);
  field.dataset.draftStarted = "";
  const kept = read(key);
  // What the server sent back (a refused form) is newer than what we kept. data-draft-over marks a saved text that was
  // opened afresh: what was typed over it and never sent comes back.
  const over = "draftOver" in field.dataset && kept.trim() !== field.value.trim();
  if (kept && (over || !field.value.trim())) {
    field.value = kept;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    say(field.dataset.draftRestored);
  }
  let timer;
  let typed = false;
  field.addEventListener("input", () => {
    typed = true;
    clearTimeout(timer);
    timer = setTimeout(() => keep(key, field, say), PAUSE);
  });
  // A field left alone says nothing about the draft: it may be a second one with the same key.
  addEventListener("pagehide", () => typed && write(key, field.value));
  const form = field.form;
  if (!form) return;
  const drop = () => {
    clearTimeout(timer);
    typed = false;
    field.value = "";
    remove(key);
    say("");
  };
  // By htmx we know that the server took it. Otherwise the page that follows carries data-draft-posted.
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig?.elt === form && event.detail.successful) drop();
  });
}

function keep(key, field, say) {
  write(key, field.value);
  say(field.value.trim() ? field.dataset.draftKept : "");
}

/** Drafts that the server says were posted, and those nobody came back for, go. */
export function forgetDrafts(root = document) {
  for (const mark of root.querySelectorAll("[data-draft-posted]")) remove(PREFIX + mark.dataset.draftPosted);
  const oldest = Date.now() - DAYS_KEPT * 86_400_000;
  for (const key of keys()) {
    if (age(key) < oldest) remove(key);
  }
}

function speaker(field) {
  const region = document.createElement("p");
  region.className = "wl-draft";
  region.setAttribute("role", "status");
  field.insertAdjacentElement("afterend", region);
  return (text) => {
    if (region.textContent !== (text ?? "")) region.textContent = text ?? "";
  };
}

// Storage may be full, or forbidden by the browser's settings: then the page is simply one without drafts.
function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key))?.text ?? "";
  } catch {
    return "";
  }
}

function age(key) {
  try {
    return JSON.parse(localStorage.getItem(key))?.at ?? 0;
  } catch {
    return 0;
  }
}

function write(key, text) {
  if (!text.trim()) return remove(key);
  try {
    localStorage.setItem(key, JSON.stringify({ text, at: Date.now() }));
  } catch {
    // Nothing to do: the text is still in the field.
  }
}

function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
}
