// Says on the page why a passkey was not used; the library only writes it into the console.
document.addEventListener("allauth.error", (event) => {
  const refused = event.detail?.exception?.name === "SecurityError";
  const place = document.getElementById(refused ? "passkey-address" : "passkey-problem");
  if (!place) return;
  event.preventDefault();
  place.hidden = false;
  place.scrollIntoView({ block: "center" });
});
