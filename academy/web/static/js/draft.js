// A draft that saves itself: what is typed stays on this device until the server has it, and is sent again when the line is back.
const TYPING_PAUSE_MS = 3000;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 30000;
const PATIENCE_MS = 20000;

for (const form of document.querySelectorAll("form[data-module~=draft]")) {
  const words = form.dataset;
  const slot = `academy:draft:${words.draft}:${location.pathname}`;
  const [revision, token] = ["revision", "csrf_token"].map((name) => form.querySelector(`input[name=${name}]`));
  const fields = () => [...new FormData(form)].filter(([name, value]) =>
    name !== "csrf_token" && name !== "revision" && typeof value === "string");
  const show = (text, onDevice, link) => document.dispatchEvent(new CustomEvent("saveline:show", { detail: { text, onDevice, link } }));
  const recall = () => { try { return JSON.parse(localStorage.getItem(slot)); } catch { return null; } };
  const keep = () => { try { localStorage.setItem(slot, JSON.stringify({ revision: revision.value, fields: fields() })); } catch { /* no storage */ } };
  const drop = () => { try { localStorage.removeItem(slot); } catch { /* no storage */ } };
  // A page that answers a form shows what is not saved yet: it holds all there is, and travels with the next change.
  const isUnsaved = "unsaved" in words;
  let known = isUnsaved ? "" : JSON.stringify(fields());
  let [wait, timer] = [FIRST_WAIT_MS, 0];
  let [isBusy, isStuck] = [false, false];
  const later = (pause) => { clearTimeout(timer); timer = setTimeout(save, pause); };

  // What became of a letter: the server's receipt, or why there is none.
  async function post(letter) {
    const body = new URLSearchParams([...letter.fields, ["revision", letter.revision], ["csrf_token", token.value]]);
    const request = { method: "POST", body, redirect: "manual", headers: { "X-Requested-With": "draft", Accept: "application/json" } };
    // keepalive: goes on when the page is left; browsers allow it for small bodies only.
    const sent = { ...request, signal: AbortSignal.timeout(PATIENCE_MS), keepalive: String(body).length < 60000 };
    const response = await fetch(form.action, sent).catch(() => ({ status: 599 }));
    if (response.status >= 500 || [408, 425, 429].includes(response.status)) return { fate: "kept" };
    // Status 0 is a redirect, to the sign-in page.
    if ([0, 400, 401, 403].includes(response.status)) return { fate: "locked" };
    const receipt = await response.json().catch(() => ({}));
    return { ...receipt, fate: response.ok && receipt.saved_at ? "saved" : "refused" };
  }

  function tell(receipt) {
    if (receipt.fate === "kept") return show(words.keptText, true);
    if (receipt.fate === "locked") return show(words.signinText, true, { href: words.signinUrl, textContent: words.signinLink });
    return show(receipt.text ?? receipt.message ?? words.refusedText, receipt.fate !== "saved");
  }

  async function save() {
    clearTimeout(timer);
    const sent = JSON.stringify(fields());
    if (isBusy || isStuck || sent === known) return;
    isBusy = true;
    const receipt = await post({ fields: JSON.parse(sent), revision: revision.value });
    isBusy = false;
    tell(receipt);
    isStuck = Boolean(receipt.is_collision);
    if (receipt.fate === "kept") later(wait);
    wait = receipt.fate === "kept" ? Math.min(2 * wait, LONGEST_WAIT_MS) : FIRST_WAIT_MS;
    if (receipt.fate !== "saved") return;
    [known, revision.value] = [sent, receipt.revision];
    if (JSON.stringify(fields()) === known) drop(); else { keep(); later(TYPING_PAUSE_MS); }
  }

  async function comeBack() {
    if (document.hidden || JSON.stringify(fields()) === known) return save();
    // Signing in again in another tab changes the token that forms need.
    const page = await fetch(location.href).then((answer) => answer.text()).catch(() => "");
    token.value = new DOMParser().parseFromString(page, "text/html").querySelector("input[name=csrf_token]")?.value ?? token.value;
    return save();
  }

  // A field that is left says so once more, though the server has it all: nothing is to be kept then.
  const changed = () => {
    if (!isBusy && JSON.stringify(fields()) === known) return drop();
    keep();
    return later(TYPING_PAUSE_MS);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("draft:now", save);
  form.addEventListener("submit", () => { clearTimeout(timer); isStuck = true; });
  document.addEventListener("visibilitychange", comeBack);
  window.addEventListener("online", save);
  window.addEventListener("pageshow", (event) => { if (event.persisted) isStuck = false; });

  if (isUnsaved) keep();
  // The server led here after it took a form: nothing is left to send.
  if (location.hash === "#arrived") { drop(); history.replaceState(history.state, "", location.pathname + location.search); }
  const left = isUnsaved ? null : recall();
  // Rows that were added are not on this page: such a letter travels by itself.
  const fits = left?.fields.every(([name]) => form.elements[name] instanceof Element && form.elements[name].type !== "checkbox");
  if (left && JSON.stringify(left.fields) === known) drop();
  else if (left && fits) {
    for (const [name, value] of left.fields) form.elements[name].value = value;
    revision.value = left.revision;
    show(words.leftText, true);
    save();
  } else if (left) post(left).then((receipt) => { if (receipt.fate === "saved") { drop(); location.reload(); } else tell(receipt); });
}
