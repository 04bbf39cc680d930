// Unsent answers of one attempt: on the device until the server has acknowledged them, resent with the same key (courier.js).
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [2000, 30000];

for (const host of document.querySelectorAll("[data-module~=outbox]")) {
  const { attempt } = host.dataset;
  const prefix = `academy:unsent:${attempt}:`;
  const inMemory = new Map();
  const mine = new Map();
  let [wait, retry, running, isLeaving] = [FIRST_WAIT_MS, 0, null, false];

  const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const stored = () => { try { return Object.entries(localStorage); } catch { return []; } };
  const unsent = () => [...stored(), ...inMemory].filter(([slot]) => slot.startsWith(prefix))
    .map(([slot, text]) => ({ ...JSON.parse(text), slot })).sort((one, other) => one.sequence - other.sequence);
  const drop = (slot) => {
    inMemory.delete(slot);
    try { localStorage.removeItem(slot); } catch { /* no storage */ }
  };
  const put = (letter) => {
    // This page's own earlier answer to the item; one that another tab left stays, and the server says which counts.
    if (mine.has(letter.item)) drop(mine.get(letter.item));
    const slot = `${prefix}${letter.item}:${letter.sequence}:${Math.random()}`;
    mine.set(letter.item, slot);
    try { localStorage.setItem(slot, JSON.stringify(letter)); } catch { inMemory.set(slot, JSON.stringify(letter)); }
  };
  const show = (text, onDevice, link) => say("saveline:show", { text, onDevice, link });
  const signIn = { href: host.dataset.signinUrl, textContent: host.dataset.signinLink, target: "_blank", rel: "noopener" };
  const reload = { href: location.href, textContent: host.dataset.newerLink };

  function tell(fate, receipt, letter) {
    if (fate === "kept") return show(host.dataset.keptText, true);
    if (fate === "locked") return show(host.dataset.signinText, true, signIn);
    if (fate === "refused") return show(receipt.text ?? receipt.message ?? host.dataset.refusedText, true), say("outbox:refused", { letter });
    const isPassed = !receipt.counts && !receipt.is_late;
    show(receipt.text, false, isPassed && reload);
    return say("outbox:receipt", { letter, receipt, isPassed });
  }

  async function run() {
    for (let letter; (letter = unsent()[0]);) {
      const errand = { letter, tokenUrl: host.dataset.tokenUrl };
      say("courier:send", errand);
      const { fate, receipt = {} } = await errand.answer;
      if (fate === "saved" || fate === "refused") drop(letter.slot);
      tell(fate, receipt, letter);
      if (fate === "kept" || fate === "locked") return fate;
    }
    return "saved";
  }

  function deliver() {
    clearTimeout(retry);
    running ??= run().then((fate) => {
      running = null;
      if (fate === "kept") retry = setTimeout(deliver, wait);
      wait = fate === "kept" ? Math.min(2 * wait, LONGEST_WAIT_MS) : FIRST_WAIT_MS;
      say("outbox:now", { left: unsent() });
      return fate;
    });
    return running;
  }

  document.addEventListener("outbox:put", ({ detail }) => { if (detail.attempt === attempt) { put(detail.letter); deliver(); } });
  document.addEventListener("outbox:settle", ({ detail }) => {
    Object.assign(detail, { left: unsent, answer: deliver(), staysHere: () => !inMemory.size });
  });
  document.addEventListener("outbox:leaving", () => { isLeaving = true; });
  const comeBack = () => { if (!document.hidden && unsent().length) deliver(); };
  document.addEventListener("visibilitychange", comeBack);
  for (const name of ["online", "focus"]) window.addEventListener(name, comeBack);
  window.addEventListener("pageshow", () => { isLeaving = false; deliver(); });
  window.addEventListener("beforeunload", (event) => { if (!isLeaving && unsent().length) event.preventDefault(); });

  for (const letter of unsent()) {
    show(host.dataset.keptText, true);
    say("outbox:left", { letter });
  }
  say("outbox:now", { left: unsent() });
}
