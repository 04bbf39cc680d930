// Writes into the page's one live line where the last answer is now: on the server, or on this device. (Before outbox.js in the bundle, which speaks at once.)
for (const line of document.querySelectorAll("[data-saveline]")) {
  const words = line.querySelector("[data-saveline-text]");

  document.addEventListener("saveline:show", ({ detail: { text, onDevice, link } }) => {
    if (!text) return;
    line.classList.toggle("saveline-device", onDevice);
    // Unchanged words stay as they are, so that they are not read out again.
    if (line.dataset.shown === text) return;
    line.dataset.shown = text;
    words.replaceChildren(text);
    if (link) words.append(" ", Object.assign(document.createElement("a"), link));
  });
}
// A count that was true when the page was made is no longer, once the script has saved.
document.addEventListener("outbox:receipt", () => {
  for (const link of document.querySelectorAll("[data-saved-count]")) link.textContent = link.dataset.savedCount;
});
