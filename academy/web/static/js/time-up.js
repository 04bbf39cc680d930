// At the end of the time the page asks the server what becomes of the attempt. The server decides the same without it.
const [LEAST_MS, MOST_MS] = [300, 1500];

for (const form of document.querySelectorAll("form[data-module~=time-up]")) {
  const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

  async function end() {
    const errand = { answer: null, left: () => [] };
    say("autosave:keep");
    say("outbox:settle", errand);
    await errand.answer;
    // What did not get there by now is late. The page stays with it until there is a line again.
    if (errand.left().length || !navigator.onLine) return void window.addEventListener("online", end, { once: true });
    say("outbox:leaving");
    form.submit();
  }

  document.addEventListener("timer:ending", () => say("autosave:keep"));
  // A class does not ask in the same instant.
  document.addEventListener("timer:ended", () => setTimeout(end, LEAST_MS + Math.random() * (MOST_MS - LEAST_MS)));
}
