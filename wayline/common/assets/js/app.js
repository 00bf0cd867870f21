// Everything works without this file; with it, pages answer faster and keep what people type.
import "./htmx.js";
import "htmx-ext-sse";
import { startAnswerKeys } from "./answers.js";
import { forgetDrafts, startDrafts } from "./draft.js";
import { startGovuk } from "./govuk.js";
import { startLive } from "./live.js";
import { startMenus } from "./menu.js";
import { startOffline } from "./offline.js";
import { startRecording } from "./record.js";
import { startUploads } from "./upload.js";
import { startWaiting } from "./waiting.js";
import { startOutbox, startWriting } from "./writing.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

function start(scope) {
  startGovuk(scope);
  startAnswerKeys(scope);
  startDrafts(scope);
  startLive(scope);
  startRecording(scope);
  startUploads(scope);
  startWriting(scope);
}

startMenus(document);
forgetDrafts();
start(document);
startOffline();
startWaiting();
startOutbox().catch(() => {}); // storage that is closed to us: the page is one without an outbox
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) start(event.detail.elt);
});
