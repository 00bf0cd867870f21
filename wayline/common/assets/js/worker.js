// The service worker: pages of one's own without a network, styles and scripts by their marked names. It looks at nothing
// but pages and static files that are asked for: what is sent, downloads of parts, and live updates pass it by.
import { ASSETS, OFFLINE, concernsMemory, find, forgetEarlier, forgetOthers, fromMemory, keep, personOf } from "./memory.js";
import { flush } from "./outbox.js";

addEventListener("install", (event) => {
  skipWaiting();
  event.waitUntil(prepare());
});

addEventListener("activate", (event) => event.waitUntil(forgetEarlier().then(() => clients.claim())));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || request.headers.has("Range")) return;
  if (pathname.startsWith("/static/")) event.respondWith(asset(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
});

// Browsers that can do it wake us when there is a network again; what could not be sent is tried again by them.
addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(flush().then(({ offline }) => offline && Promise.reject(Error("offline"))));
});

/** The page for everything that is not kept, with all that it is drawn with. */
async function prepare() {
  const assets = await caches.open(ASSETS);
  const answer = await fetch(OFFLINE, { cache: "reload" });
  if (!answer.ok) throw new Error(`${OFFLINE}: ${answer.status}`);
  const html = await answer.clone().text();
  await assets.put(OFFLINE, answer);
  await assets.addAll([...html.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(([, address]) => address));
}

async function asset(request) {
  const assets = await caches.open(ASSETS);
  const kept = await assets.match(request);
  if (kept) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok) await assets.put(request, answer.clone());
    return answer;
  } catch (error) {
    const other = await assets.match(request, { ignoreSearch: true });
    if (other) return other;
    throw error;
  }
}

async function page(event) {
  let answer;
  try {
    answer = await fetch(event.request);
  } catch {
    return remembered(event.request.url);
  }
  if (personOf(answer)) await forgetOthers(personOf(answer));
  if (concernsMemory(answer)) event.waitUntil(keep(event.request.url, answer.clone()));
  return answer;
}

async function remembered(url) {
  const kept = await find(url);
  if (kept) return fromMemory(kept);
  const sorry = await (await caches.open(ASSETS)).match(OFFLINE);
  return sorry ?? Response.error();
}
