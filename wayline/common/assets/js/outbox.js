// What was written and is not known to have arrived: in the browser's own database, each entry with the person who wrote
// it and a key made once. The server takes each key once, so sending again never doubles anything.
const STORE = "outbox";
const WAIT = 8_000;
const OTHERS_KEPT = 30 * 86_400_000;
const JSON_PLEASE = { Accept: "application/json" };

export const WAITING = "waiting";
export const REFUSED = "refused";

export const every = () => work("readonly", (store) => store.getAll());
export const get = (key) => work("readonly", (store) => store.get(key));
export const put = (entry) => work("readwrite", (store) => store.put(entry));
export const remove = (key) => work("readwrite", (store) => store.delete(key));

/** Of this person only, in the order of writing. */
export async function entriesOf(person) {
  const found = (await every()).filter((entry) => entry.person === person);
  return found.sort((one, other) => one.at - other.at);
}

/** Who is signed in, and the token for a form: undefined without a network, null when nobody is. */
export async function knock(door) {
  const answer = await ask(door, { headers: JSON_PLEASE, cache: "no-store" });
  if (!answer || answer.status >= 500) return undefined;
  return answer.ok ? answer.json() : null;
}

/** Sends what waits, one after another; two tabs, or a tab and the service worker, never at once. */
export function flush() {
  return navigator.locks.request("wayline-outbox", sendAll);
}

async function sendAll() {
  const outcome = { sent: 0, refused: 0, signedOut: false, offline: false };
  const waiting = (await every()).filter((entry) => entry.state === WAITING);
  if (!waiting.length) return outcome;
  const here = await knock(waiting[0].door);
  outcome.offline = here === undefined;
  outcome.signedOut = here === null;
  if (!here) return outcome;
  await forgetOld(waiting, here.person);
  for (const entry of await entriesOf(here.person)) {
    if (entry.state === WAITING) await send(entry, here.token, outcome);
    if (outcome.offline) break;
  }
  return outcome;
}

async function send(entry, token, outcome) {
  const body = new URLSearchParams([...entry.fields, ["sent_as", entry.key], ["revision", entry.revision]]);
  const headers = { ...JSON_PLEASE, "X-CSRFToken": token };
  const answer = await ask(entry.action, { method: "POST", headers, body });
  if (!answer || answer.status >= 500 || answer.status === 429) {
    outcome.offline = true; // it waits, and so does what was written after it
  } else if (answer.ok) {
    outcome.sent += 1;
    await settle(entry);
  } else if (answer.status === 422 || answer.status === 400) {
    outcome.refused += 1;
    const errors = answer.status === 422 ? (await answer.json()).errors : [];
    await settle(entry, { ...entry, state: REFUSED, errors });
  } else {
    outcome.signedOut = true;
  }
}

/** An entry that was changed while it was on its way stays as it is now. */
function settle(entry, changed) {
  return work("readwrite", (store) => {
    const read = store.get(entry.key);
    read.onsuccess = () => {
      if (read.result?.revision !== entry.revision) return;
      if (changed) store.put(changed);
      else store.delete(entry.key);
    };
    return read;
  });
}

/** What somebody else left behind on a shared device, and never came back for. */
async function forgetOld(waiting, person) {
  for (const entry of waiting) {
    if (entry.person !== person && Date.now() - entry.at > OTHERS_KEPT) await remove(entry.key);
  }
}

/** undefined without an answer. Redirects are not followed: they lead to the sign-in page. */
async function ask(address, options) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), WAIT);
  try {
    return await fetch(address, { ...options, redirect: "manual", signal: patience.signal });
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function work(mode, act) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("wayline", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
}
