// New comments arrive, but wait behind a button: nobody loses the place where they read or type.
// <section data-live-url="/…/events" data-live-target="#comments" data-live-event="comment"
//          data-live-one="1 new comment: show" data-live-many="%n new comments: show">
import htmx from "htmx.org";

export function startLive(scope) {
  for (const place of scope.querySelectorAll("[data-live-url]:not([data-live-started])")) listen(place);
}

function listen(place) {
  place.dataset.liveStarted = "";
  const target = document.querySelector(place.dataset.liveTarget ?? "[data-live-target]");
  if (!target || !("EventSource" in window)) return;
  const waiting = [];
  const { button, region } = notice(place);
  const source = new EventSource(place.dataset.liveUrl);

  source.addEventListener(place.dataset.liveEvent ?? "comment", (event) => {
    const comment = parse(event.data);
    // The writer sees their own comment at once, from the answer to the form.
    if (!comment || (comment.id && document.getElementById(comment.id))) return;
    if (waiting.some((other) => other.id && other.id === comment.id)) return;
    waiting.push(comment);
    button.textContent = count(place, waiting.length);
    region.hidden = false;
  });

  button.addEventListener("click", () => {
    const first = show(waiting.splice(0), target, place.dataset.livePosition);
    region.hidden = true;
    first?.setAttribute("tabindex", "-1");
    first?.focus();
  });
  // A page kept in the background must not hold a connection of the server.
  addEventListener("pagehide", () => source.close());
}

function notice(place) {
  const region = document.createElement("div");
  region.className = "wl-live";
  region.hidden = true;
  const live = document.createElement("div");
  live.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  live.append(button);
  region.append(live);
  place.prepend(region);
  return { button, region };
}

/** The server sends the comment as the HTML of its template: already cleaned, and no script in it can run. */
function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

function show(comments, target, position = "end") {
  if (position === "start") comments.reverse();
  for (const comment of comments) {
    if (comment.id && document.getElementById(comment.id)) continue;
    const parent = comment.dataset.parent && document.getElementById(comment.dataset.parent);
    (parent || target)[position === "start" && !parent ? "prepend" : "append"](comment);
    comment.classList.add("wl-arrived");
    htmx.process(comment);
  }
  return comments[0];
}

function count(place, number) {
  if (number === 1) return place.dataset.liveOne ?? "1";
  return (place.dataset.liveMany ?? "%n").replace("%n", String(number));
}
