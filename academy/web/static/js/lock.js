// The quick lock. The page is hidden at once; what is unsent gets a moment to travel; other tabs of the browser lock too.
const TRAVEL_MS = 1500;
const channel = "BroadcastChannel" in window ? new BroadcastChannel("academy:lock") : null;
const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

function hide() {
  document.documentElement.classList.add("is-locked");
  say("autosave:keep");
  const errand = {};
  say("outbox:settle", errand);
  say("outbox:leaving");
  return Promise.race([errand.answer, new Promise((done) => { setTimeout(done, errand.answer ? TRAVEL_MS : 0); })]);
}

for (const part of document.querySelectorAll("[data-module~=lock]")) {
  if (part.tagName !== "FORM") {
    // The page of the lock: the session is shut now.
    channel?.postMessage("locked");
    continue;
  }
  part.addEventListener("submit", (event) => {
    event.preventDefault();
    hide().then(() => part.submit());
  });
  channel?.addEventListener("message", () => hide().then(() => location.replace(part.dataset.locked)));
  // Back from the browser's page cache: the server says whether she may still see it.
  window.addEventListener("pageshow", (event) => { if (event.persisted && document.documentElement.classList.contains("is-locked")) location.reload(); });
}
