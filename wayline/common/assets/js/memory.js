// Pages of a person's own, kept for reading without a network. The server says which (common/offline.py); one person's
// are never another's: as soon as the server names somebody else, or nobody, they are forgotten.
const VERSION = __VERSION__;
const FAMILY = "wayline-";
const OWN = `wayline-own-${VERSION}-`;
export const ASSETS = `wayline-assets-${VERSION}`;
export const OFFLINE = "/offline/";
const KEPT_AT = "Wayline-Kept-At";
const DAYS_KEPT = 7;
const MOST_KEPT = 200;
const GONE = [403, 404, 410];

export async function forgetOthers(person) {
  for (const name of await own()) if (name !== OWN + person) await caches.delete(name);
}

/** After an upgrade: what an earlier version kept does not fit the new one. */
export async function forgetEarlier() {
  for (const name of await caches.keys()) {
    if (name.startsWith(FAMILY) && name !== ASSETS && !name.startsWith(OWN)) await caches.delete(name);
  }
}

export function personOf(answer) {
  return answer.headers.get("Wayline-Person");
}

export function concernsMemory(answer) {
  return Boolean(personOf(answer)) && (answer.headers.has("Wayline-Keep") || GONE.includes(answer.status));
}

/** Keeps a page, where the server lets us; what is gone or closed is forgotten. */
export async function keep(url, answer) {
  if (!concernsMemory(answer)) return;
  const kept = await caches.open(OWN + personOf(answer));
  if (GONE.includes(answer.status)) return void (await kept.delete(url));
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, new Date().toISOString());
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  await kept.put(url, new Response(await answer.text(), { headers }));
  const addresses = await kept.keys();
  for (const oldest of addresses.slice(0, Math.max(0, addresses.length - MOST_KEPT))) await kept.delete(oldest);
}

export async function find(url) {
  for (const name of await own()) {
    const found = await (await caches.open(name)).match(url, { ignoreVary: true });
    if (found && !isTooOld(found)) return found;
  }
  return undefined;
}

/** The page as it was, marked with the time, so that its script can say so. */
export async function fromMemory(kept) {
  const html = (await kept.text()).replace("<html ", `<html data-kept-at="${kept.headers.get(KEPT_AT)}" `);
  return new Response(html, { headers: kept.headers });
}

/** Addresses and titles, the newest first. */
export async function everyKept() {
  const found = [];
  for (const name of await own()) {
    const kept = await caches.open(name);
    for (const request of await kept.keys()) {
      const answer = await kept.match(request);
      if (!answer || isTooOld(answer)) continue;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      found.push({ url: request.url, title: page.querySelector("h1")?.textContent.trim(), at: answer.headers.get(KEPT_AT) });
    }
  }
  return found.filter((page) => page.title).sort((one, other) => (one.at < other.at ? 1 : -1));
}

async function own() {
  return (await caches.keys()).filter((name) => name.startsWith(OWN));
}

function isTooOld(answer) {
  return Date.now() - Date.parse(answer.headers.get(KEPT_AT)) > DAYS_KEPT * 86_400_000;
}
