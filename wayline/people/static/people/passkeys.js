// Says on the page that a passkey was not used; the library only writes it into the console.
document.addEventListener("allauth.error", (event) => {
  const place = document.getElementById("passkey-problem");
  if (!place) return;
  event.preventDefault();
  place.hidden = false;
  place.scrollIntoView({ block: "center" });
});
