// A large file in parts: a line that breaks goes on where it was (after tus 1.0). Without a script it comes as a whole.
// <form data-upload="/where/it/begins/" data-upload-part="%n per cent …" data-upload-broken="…" data-upload-stopped="…">
const PART = 1_000_000;
const PAUSES = [1_000, 2_000, 5_000, 10_000];

export function startUploads(scope) {
  for (const form of scope.querySelectorAll("form[data-upload]:not([data-upload-started])")) {
    form.dataset.uploadStarted = "";
    form.addEventListener("submit", (event) => {
      const file = form.querySelector("input[type=file]").files[0];
      if (!file || "uploadRuns" in form.dataset) return file && event.preventDefault();
      event.preventDefault();
      form.dataset.uploadRuns = "";
      run(form, file).catch(() => say(form, form.dataset.uploadStopped)).finally(() => delete form.dataset.uploadRuns);
    });
  }
}

async function run(form, file) {
  const begun = await insist(() => begin(form, file), form);
  if (begun.status === 422) return say(form, (await begun.json()).errors.map(({ text }) => text).join(" "));
  let { address, offset } = await whereNow(begun);
  while (offset < file.size) {
    show(form, offset / file.size);
    const answer = await insist(() => part(form, address, file, offset), form, () => ask(address, { method: "HEAD" }));
    ({ address, offset } = await whereNow(answer, address));
  }
  show(form, 1);
  location.assign(address);
}

/** A broken line is tried again, for as long as the page is open; then first asked how far it came. */
async function insist(act, form, askFirst) {
  for (let tries = 0; ; tries += 1) {
    const answer = tries && askFirst ? await askFirst() : await act();
    if (answer && answer.status < 500 && answer.status !== 429) return answer;
    say(form, form.dataset.uploadBroken);
    await pause(PAUSES[Math.min(tries, PAUSES.length - 1)]);
  }
}

async function whereNow(answer, before) {
  if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
  return { offset: Number(answer.headers.get("Upload-Offset")), address: answer.headers.get("Location") ?? before };
}

function begin(form, file) {
  const body = new URLSearchParams({ name: file.name, size: file.size, title: form.elements.title.value });
  return ask(form.dataset.upload, { method: "POST", body, headers: token(form) });
}

function part(form, address, file, offset) {
  const headers = { ...token(form), "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
  return ask(address, { method: "PATCH", headers, body: file.slice(offset, offset + PART) });
}

function token(form) {
  return { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
}

async function ask(address, options) {
  try {
    return await fetch(address, { ...options, redirect: "manual" });
  } catch {
    return undefined;
  }
}

function pause(time) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, time);
    addEventListener("online", () => resolve(clearTimeout(timer)), { once: true });
  });
}

function show(form, part) {
  const percent = Math.floor(part * 100);
  form.querySelector("[data-upload-state]").hidden = false;
  form.querySelector("progress").value = percent;
  say(form, form.dataset.uploadPart.replace("%n", String(percent)));
}

function say(form, text) {
  form.querySelector("[data-upload-state]").hidden = false;
  form.querySelector("[data-upload-state] [role=status]").textContent = text;
}
