// Writing without a network: a form with data-outbox hands what was typed to the outbox first, then sends it as ever when
// the server answers; otherwise it waits there.
// <form method="post" data-outbox="/…/waiting/" data-outbox-door="/…/" data-outbox-what="Journal page"
//       data-outbox-kept="Kept on this device …" data-outbox-refused="key of what the server refused just now">
import { forgetOthers } from "./memory.js";
import { canWorkOffline } from "./offline.js";
import { REFUSED, WAITING, entriesOf, every, flush, get, knock, put, remove } from "./outbox.js";

const OURS = ["csrfmiddlewaretoken", "sent_as", "revision"];
const PART = "#waiting-";

export function startWriting(scope) {
  if (!canWorkOffline() || !person()) return;
  for (const form of scope.querySelectorAll("form[data-outbox]:not([data-outbox-started])")) follow(form);
}

/** On every page: forgets what has arrived, sends what waits, and says so. */
export async function startOutbox() {
  if (!canWorkOffline()) return;
  if (!person()) return askToSignIn();
  for (const mark of document.querySelectorAll("[data-entry-sent]")) await remove(mark.dataset.entrySent);
  for (const form of document.querySelectorAll("form[data-outbox-refused]")) await remove(form.dataset.outboxRefused);
  const send = () => flush().then(tell, () => tell());
  addEventListener("online", send);
  holdSignOut();
  if (navigator.onLine) await send();
  else await tell();
}

/** Somebody's session ended: nothing is shown of what they wrote, but that it is not lost. */
async function askToSignIn() {
  const note = document.querySelector("[data-outbox-note]");
  const isThere = note && (await indexedDB.databases?.())?.some(({ name }) => name === "wayline");
  const left = isThere ? await every() : [];
  if (!left.length) return;
  note.textContent = `${counted(note.dataset.waitsOne, note.dataset.waitsMany, left.length)} ${note.dataset.signedOut}`;
  note.hidden = false;
}

function person() {
  return document.documentElement.dataset.person;
}

function follow(form) {
  form.dataset.outboxStarted = "";
  reopen(form).catch(() => {});
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if ("outboxHands" in form.dataset) return; // a second press
    form.dataset.outboxHands = "";
    // A browser that keeps no data, or none any more: the form is sent as ever.
    hand(form).catch(() => form.submit());
  });
  addEventListener("pageshow", ({ persisted }) => persisted && begin(form));
}

/** The next words in this form are another entry. */
function begin(form) {
  for (const name of ["outboxHands", "entry", "revision"]) delete form.dataset[name];
}

async function hand(form) {
  const entry = await entryOf(form);
  await put(entry);
  const here = navigator.onLine ? await knock(form.dataset.outboxDoor) : undefined;
  if (here?.person === entry.person) return send(form, entry, here.token);
  await wakeLater();
  if (navigator.serviceWorker.controller) return location.assign(form.dataset.outbox);
  form.reset();
  begin(form);
  const note = document.querySelector("[data-outbox-note]");
  note.textContent = form.dataset.outboxKept;
  note.hidden = false;
}

function send(form, entry, token) {
  form.elements.csrfmiddlewaretoken.value = token;
  for (const [name, value] of Object.entries({ sent_as: entry.key, revision: entry.revision })) {
    const field = form.elements[name] ?? form.appendChild(Object.assign(document.createElement("input"), { name }));
    Object.assign(field, { type: "hidden", value, autocomplete: "off" });
  }
  form.submit();
}

/** The same words sent again keep their key: a second press, or a page that was gone back to. */
async function entryOf(form) {
  const fields = [...new FormData(form)].filter(([name]) => !OURS.includes(name));
  const said = JSON.stringify(fields);
  const own = await entriesOf(person());
  const action = new URL(form.action, location.href).pathname;
  const before = form.dataset.entry
    ? own.find((entry) => entry.key === form.dataset.entry)
    : own.find((entry) => entry.action === action && JSON.stringify(entry.fields) === said);
  const changed = before && JSON.stringify(before.fields) !== said;
  const chosen = form.querySelector("select[name=kind]")?.selectedOptions[0]?.textContent;
  return {
    key: before?.key ?? form.dataset.entry ?? crypto.randomUUID(),
    revision: before ? before.revision + (changed ? 1 : 0) : Number(form.dataset.revision ?? -1) + 1,
    person: person(),
    at: before?.at ?? Date.now(),
    state: WAITING,
    what: form.dataset.outboxWhat || chosen || "",
    title: fields.find(([name, value]) => name === "title" && value)?.[1] ?? fields.find(([, value]) => value)?.[1] ?? "",
    action,
    fields,
    page: form.dataset.outbox,
    door: form.dataset.outboxDoor,
  };
}

async function wakeLater() {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration?.sync?.register("outbox").catch(() => {}); // not every browser has it, and it may be switched off
}

/** An entry that waits, opened again to be changed: its words, and what the server said about them. */
async function reopen(form) {
  const entry = location.hash.startsWith(PART) && (await get(location.hash.slice(PART.length)));
  if (!entry || entry.person !== person()) return;
  Object.assign(form.dataset, { entry: entry.key, revision: entry.revision });
  for (const field of form.elements) {
    if (!field.name || OURS.includes(field.name)) continue;
    const values = entry.fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
    if (values[0]) field.closest("details")?.setAttribute("open", "");
  }
  if (entry.state === REFUSED) showErrors(form, entry.errors);
}

function showErrors(form, errors) {
  const summary = document.querySelector("template[data-outbox-errors]")?.content.cloneNode(true);
  if (!summary || !errors.length) return;
  for (const { field, text } of errors) {
    const control = field && form.querySelector(`[name="${CSS.escape(field)}"]`);
    const link = Object.assign(document.createElement(control ? "a" : "span"), { textContent: text });
    if (control) link.href = `#${control.id}`;
    const line = document.createElement("li");
    line.append(link);
    summary.querySelector("ul").append(line);
    if (control) markError(control, text);
  }
  form.prepend(summary);
}

function markError(control, text) {
  const message = Object.assign(document.createElement("p"), { className: "govuk-error-message", textContent: text });
  message.id = `${control.id}-refused`;
  control.closest(".govuk-form-group")?.classList.add("govuk-form-group--error");
  control.classList.add(control.matches("select") ? "govuk-select--error" : "govuk-input--error");
  control.setAttribute("aria-describedby", `${control.getAttribute("aria-describedby") ?? ""} ${message.id}`.trim());
  control.setAttribute("aria-invalid", "true");
  control.before(message);
}

/** How much waits, and how much went just now; the page of what waits draws itself anew. */
async function tell(outcome = {}) {
  const left = await entriesOf(person());
  document.dispatchEvent(new CustomEvent("outbox", { detail: { left, ...outcome } }));
  const note = document.querySelector("[data-outbox-note]");
  if (!note) return;
  const elsewhere = left.length > 0 && location.pathname !== left[0].page; // there the list itself says it
  const words = [];
  if (outcome.sent) words.push(counted(note.dataset.sentOne, note.dataset.sentMany, outcome.sent));
  if (elsewhere) words.push(counted(note.dataset.waitsOne, note.dataset.waitsMany, left.length));
  if (elsewhere && outcome.signedOut) words.push(note.dataset.signedOut);
  note.textContent = words.join(" ");
  if (elsewhere) {
    const link = Object.assign(document.createElement("a"), { className: "govuk-link", href: left[0].page });
    link.textContent = note.dataset.look;
    note.append(" ", link);
  }
  note.hidden = !words.length;
}

function counted(one, many, number) {
  return number === 1 ? one : many.replace("%n", String(number));
}

/** Signing out clears this device: what waits is sent before, or its person decides. */
function holdSignOut() {
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await flush().catch(() => {});
      const left = await entriesOf(person()).catch(() => []);
      if (left.length) return location.assign(`${left[0].page}#leaving`);
      await forgetOthers("nobody").catch(() => {}); // the server's answer clears the rest, if it can be reached
      form.submit();
    });
  }
}
