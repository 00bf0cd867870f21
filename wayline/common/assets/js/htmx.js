// htmx under a policy without eval and without inline styles.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  scrollBehavior: "auto",
});
// A refused form (422) brings its errors back: show them.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true, error: true },
  { code: "[45]..", swap: false, error: true },
];

// The extension for Server-Sent Events looks for the library on the window.
window.htmx = htmx;

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) event.detail.headers["X-CSRFToken"] = token.value;
});
