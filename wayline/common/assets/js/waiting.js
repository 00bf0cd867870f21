// The page of what waits to be sent: drawn from the outbox, with changing, throwing away (and back), and sending now.
import { canWorkOffline, inWords } from "./offline.js";
import { REFUSED, WAITING, entriesOf, flush, put, remove } from "./outbox.js";

export function startWaiting() {
  const page = document.querySelector("[data-outbox-page]");
  if (!page || !canWorkOffline()) return;
  document.addEventListener("outbox", ({ detail }) => draw(page, detail));
  page.querySelector("[data-send]").addEventListener("click", () => again(page));
  page.querySelector("[data-leave-anyway]").addEventListener("click", leave);
}

async function again(page) {
  const person = document.documentElement.dataset.person;
  const outcome = await flush().catch(() => ({ offline: true }));
  draw(page, { left: await entriesOf(person), ...outcome });
}

function draw(page, { left, offline, signedOut }) {
  const list = page.querySelector("[data-list]");
  list.replaceChildren(...left.map((entry) => row(page, entry)));
  page.querySelector("[data-empty]").hidden = left.length > 0;
  page.querySelector("[data-send]").hidden = !left.some((entry) => entry.state === WAITING);
  page.querySelector("[data-no-network]").hidden = !offline || !left.length;
  page.querySelector("[data-signed-out]").hidden = !signedOut || !left.length;
  page.querySelector("[data-leaving]").hidden = location.hash !== "#leaving" || !left.length;
}

function row(page, entry) {
  const drawn = page.querySelector("template[data-entry]").content.cloneNode(true).firstElementChild;
  drawn.querySelector("[data-title]").textContent = entry.title;
  drawn.querySelector("[data-what]").textContent = entry.what;
  drawn.querySelector("[data-at]").textContent = inWords(entry.at);
  for (const name of drawn.querySelectorAll("[data-of]")) name.textContent = `: ${entry.title}`;
  drawn.querySelector("[data-refused]").hidden = entry.state !== REFUSED;
  drawn.querySelector("[data-errors]").textContent = (entry.errors ?? []).map(({ text }) => text).join(" · ");
  drawn.querySelector("a").href = `${entry.action}#waiting-${entry.key}`;
  drawn.querySelector("[data-throw]").addEventListener("click", () => throwAway(page, drawn, entry));
  return drawn;
}

async function throwAway(page, drawn, entry) {
  await remove(entry.key);
  await offerToSend(page);
  const undo = page.querySelector("template[data-thrown]").content.cloneNode(true).firstElementChild;
  undo.querySelector("[data-title]").textContent = entry.title;
  const button = undo.querySelector("button");
  button.addEventListener("click", async () => {
    await put(entry);
    await offerToSend(page);
    const back = row(page, entry);
    undo.replaceWith(back);
    back.querySelector("[data-throw]").focus();
  });
  drawn.replaceWith(undo);
  button.focus();
}

async function offerToSend(page) {
  const left = await entriesOf(document.documentElement.dataset.person);
  page.querySelector("[data-send]").hidden = !left.some((entry) => entry.state === WAITING);
}

async function leave() {
  for (const entry of await entriesOf(document.documentElement.dataset.person)) await remove(entry.key);
  document.querySelector("form[data-sign-out]").submit();
}
