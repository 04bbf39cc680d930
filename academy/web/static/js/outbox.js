// Unsent answers of one attempt: kept on the device until the server has acknowledged them, resent with the same key.
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 30000;
const PATIENCE_MS = 20000;

for (const host of document.querySelectorAll("[data-module~=outbox]")) {
  const { attempt } = host.dataset;
  const prefix = `academy:unsent:${attempt}:`;
  const withoutStorage = new Map();
  let [wait, retry] = [FIRST_WAIT_MS, 0];
  let [isBusy, isLeaving] = [false, false];

  const put = (slot, text) => { try { localStorage.setItem(slot, text); } catch { withoutStorage.set(slot, text); } };
  const stored = () => { try { return Object.entries(localStorage); } catch { return []; } };
  const unsent = () => [...stored(), ...withoutStorage]
    .filter(([slot]) => slot.startsWith(prefix)).map(([slot, text]) => [slot, JSON.parse(text)]);
  const drop = (slot, letter) => {
    // A newer answer to the same item may have taken the place meanwhile.
    if (withoutStorage.get(slot) === JSON.stringify(letter)) withoutStorage.delete(slot);
    try { if (localStorage.getItem(slot) === JSON.stringify(letter)) localStorage.removeItem(slot); } catch { /* no storage */ }
  };

  const link = { href: host.dataset.signinUrl, textContent: host.dataset.signinLink };
  const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const show = (text, onDevice, withLink) => say("saveline:show", { text, onDevice, link: withLink && link });
  const tokens = (page) => page.querySelectorAll("input[name=csrf_token]");
  async function post(slot, letter) {
    const body = new URLSearchParams(letter.fields);
    body.set("csrf_token", tokens(document)[0]?.value ?? "");
    const headers = { "X-Requested-With": "autosave", Accept: "application/json" };
    const request = { method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) };
    // keepalive: goes on when the page is left; browsers allow it for small bodies only.
    const response = await fetch(letter.url, { ...request, keepalive: String(body).length < 60000 }).catch(() => ({ status: 599 }));
    if (response.status >= 500 || [408, 425, 429].includes(response.status)) return show(host.dataset.keptText, true), "kept";
    // Status 0 is a redirect, to the sign-in page.
    if ([0, 400, 401, 403].includes(response.status)) return show(host.dataset.signinText, true, true), "locked";
    const receipt = await response.json().catch(() => ({}));
    if (response.ok && !receipt.saved_at) return show(host.dataset.keptText, true), "kept";
    drop(slot, letter);
    return show(receipt.text ?? host.dataset.refusedText, !response.ok), "done";
  }

  async function deliver() {
    if (isBusy || isLeaving) return;
    isBusy = true;
    clearTimeout(retry);
    let fate = "done";
    for (let next; fate === "done" && (next = unsent()[0]);) fate = await post(...next);
    isBusy = false;
    if (fate === "kept") retry = setTimeout(deliver, wait);
    wait = fate === "kept" ? Math.min(2 * wait, LONGEST_WAIT_MS) : FIRST_WAIT_MS;
  }

  async function comeBack() {
    if (document.hidden || !unsent().length) return;
    // Signing in again in another tab changes the token that forms need.
    const page = await fetch(location.href).then((answer) => answer.text()).catch(() => "");
    const fresh = tokens(new DOMParser().parseFromString(page, "text/html"))[0];
    for (const input of fresh ? tokens(document) : []) input.value = fresh.value;
    deliver();
  }

  document.addEventListener("outbox:put", ({ detail }) => {
    if (detail.attempt !== attempt) return;
    put(prefix + detail.item, JSON.stringify(detail.letter));
    deliver();
  });
  document.addEventListener("outbox:leaving", () => { isLeaving = true; });
  document.addEventListener("visibilitychange", comeBack);
  window.addEventListener("online", deliver);
  window.addEventListener("pageshow", () => { isLeaving = false; deliver(); });
  window.addEventListener("beforeunload", (event) => { if (!isLeaving && unsent().length) event.preventDefault(); });

  for (const [slot, letter] of unsent()) {
    show(host.dataset.keptText, true);
    say("outbox:left", { attempt, item: slot.slice(prefix.length), letter });
  }
}
