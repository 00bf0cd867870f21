// A film of oneself, recorded here: turn the camera on, record, look at it, take it; it is sent by the form it stands in.
// <div data-record data-record-seconds="90" data-record-left="%n seconds left" data-record-refused="…" hidden>
const KINDS = ["video/mp4;codecs=avc1.42E01E,mp4a.40.2", "video/webm;codecs=vp8,opus", "video/webm"];
const LOOK = { audio: true, video: { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: "user" } };

export function startRecording(scope) {
  for (const place of scope.querySelectorAll("[data-record]:not([data-record-started])")) {
    if (!navigator.mediaDevices?.getUserMedia || !("MediaRecorder" in window)) return;
    place.dataset.recordStarted = "";
    place.hidden = false;
    follow(place, place.closest("form").querySelector("input[type=file]"));
  }
}

function follow(place, input) {
  const picture = place.querySelector("video");
  const [on, record, stop] = ["on", "go", "stop"].map((name) => place.querySelector(`[data-record-${name}]`));
  let stream;
  let recorder;

  on.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia(LOOK);
    } catch {
      return say(place, place.dataset.recordRefused);
    }
    show(picture, { srcObject: stream, muted: true, controls: false });
    swap(on, record);
  });

  record.addEventListener("click", () => {
    recorder = new MediaRecorder(stream, { mimeType: KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) });
    const parts = [];
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      const film = take(input, parts, recorder.mimeType);
      show(picture, { srcObject: null, src: URL.createObjectURL(film), muted: false, controls: true });
      say(place, place.dataset.recordDone);
      swap(stop, on);
      on.focus();
    });
    recorder.start(1_000);
    countDown(place, recorder);
    swap(record, stop);
    stop.focus();
  });

  stop.addEventListener("click", () => recorder.stop());
  addEventListener("pagehide", () => stream?.getTracks().forEach((track) => track.stop()));
}

function countDown(place, recorder) {
  const end = Date.now() + Number(place.dataset.recordSeconds) * 1_000;
  const clock = setInterval(() => {
    const left = Math.ceil((end - Date.now()) / 1_000);
    if (recorder.state === "inactive") return clearInterval(clock);
    if (left <= 0) recorder.stop();
    else place.querySelector("[data-record-clock]").textContent = place.dataset.recordLeft.replace("%n", String(left));
  }, 250);
  recorder.addEventListener("stop", () => {
    place.querySelector("[data-record-clock]").textContent = "";
  });
}

/** What was recorded becomes the chosen file of the form. */
function take(input, parts, type) {
  const plain = type.split(";")[0];
  const film = new File(parts, `video.${plain.endsWith("mp4") ? "mp4" : "webm"}`, { type: plain });
  const chosen = new DataTransfer();
  chosen.items.add(film);
  input.files = chosen.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  return film;
}

function show(picture, how) {
  picture.hidden = false;
  Object.assign(picture, how);
  if (how.srcObject) picture.play();
}

function swap(before, after) {
  before.hidden = true;
  after.hidden = false;
}

function say(place, text) {
  place.querySelector("[role=status]").textContent = text;
}
