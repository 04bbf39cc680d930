// A second press of a submit button within eight seconds does nothing. After that it is a retry, not a slip.
const PAUSE_MS = 8000;

for (const form of document.querySelectorAll("form[data-module~=disable-once]")) {
  let sentAt = -Infinity;
  const buttons = () => form.querySelectorAll("button[type=submit]");
  const release = () => {
    sentAt = -Infinity;
    for (const button of buttons()) button.removeAttribute("aria-disabled");
  };

  form.addEventListener("submit", (event) => {
    if (performance.now() - sentAt < PAUSE_MS) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sentAt = performance.now();
    // Not the disabled property: the pressed button's own name and value must still travel.
    for (const button of buttons()) button.setAttribute("aria-disabled", "true");
    setTimeout(release, PAUSE_MS);
  }, true);
  document.addEventListener("form:release", release);
  // Back from the browser's page cache: the form is whole again.
  window.addEventListener("pageshow", (event) => { if (event.persisted) release(); });
}
