// The page's side of reading without a network: starts the service worker, says when a page comes from memory, fetches
// what is worth keeping, and offers to put the app on the device.
import { ASSETS, OFFLINE, everyKept, find, keep } from "./memory.js";

const PAUSE = 2_000;
const MOST_FETCHED = 30;

export function canWorkOffline() {
  return isSecureContext && "serviceWorker" in navigator && "locks" in navigator && "indexedDB" in window;
}

export function startOffline() {
  const { worker, keptAt } = document.documentElement.dataset;
  offerToInstall();
  if (!canWorkOffline()) return;
  if (keptAt) tellMemory(keptAt);
  listKept(document.querySelector("[data-kept-pages]"));
  if (worker && !keptAt) addEventListener("load", () => startWorker(worker).catch(() => {})); // without it: as before
}

async function startWorker(address) {
  const registration = await navigator.serviceWorker.register(address);
  const source = document.querySelector("[data-keep-too]");
  if (!registration || !source || navigator.connection?.saveData) return;
  await navigator.serviceWorker.ready;
  setTimeout(() => fetchWhatIsWorthKeeping(source), PAUSE);
}

/** Named pages are fetched anew each time, things in the lists once: they are kept again whenever they are opened. */
async function fetchWhatIsWorthKeeping(source) {
  const named = source.dataset.keepToo.split(" ").filter(Boolean);
  const listed = [...source.querySelectorAll(".wl-items a.wl-item__title")].map((link) => link.href);
  const missing = [];
  for (const address of listed) if (!(await find(address))) missing.push(address);
  for (const address of [...named, ...missing.slice(0, MOST_FETCHED)]) {
    const answer = await fetch(address, { redirect: "manual", headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer) return;
    await keep(new URL(address, location.href).href, answer);
  }
  const offline = await fetch(OFFLINE).catch(() => null); // in the language of now
  if (offline?.ok) await (await caches.open(ASSETS)).put(OFFLINE, offline);
}

function tellMemory(keptAt) {
  // What the server said at that time was about something else.
  for (const banner of document.querySelectorAll("main > .govuk-notification-banner")) banner.remove();
  const note = document.querySelector("[data-offline-note]");
  if (!note) return;
  note.textContent = note.dataset.offlineNote.replace("%d", inWords(keptAt));
  note.hidden = false;
}

export function inWords(moment) {
  const { lang } = document.documentElement;
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeStyle: "short" })
    .format(new Date(moment))
    .replace(" at ", ", ");
}

async function listKept(place) {
  if (!place) return;
  const pages = await everyKept();
  for (const { url, title, at } of pages) {
    const row = place.querySelector("template").content.cloneNode(true);
    const link = row.querySelector("a");
    link.href = url;
    link.textContent = title;
    row.querySelector("[data-at]").textContent = inWords(at);
    place.querySelector("ul").append(row);
  }
  place.hidden = !pages.length;
}

function offerToInstall() {
  const place = document.querySelector("[data-install]");
  if (!place) return;
  let offer;
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event;
    place.hidden = false;
  });
  place.querySelector("button").addEventListener("click", () => offer?.prompt());
  addEventListener("appinstalled", () => {
    place.hidden = true;
  });
}
