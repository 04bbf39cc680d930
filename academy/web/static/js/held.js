// Moving on waits until every answer is on the server. Where one is not, the page stays and says which, and why.
const SOON_MS = 8000;

for (const panel of document.querySelectorAll("[data-module~=held]")) {
  const part = (name) => panel.querySelector(`[data-held=${name}]`);
  const say = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  let [onward, from] = [null, null];

  function show(reason, left, mayLeave) {
    for (const name of ["kept", "locked", "newer"]) part(name).hidden = name !== reason;
    const labels = new Set(left.map(({ label }) => label));
    part("list").replaceChildren(...[...labels].map((textContent) => Object.assign(document.createElement("li"), { textContent })));
    for (const name of ["again", "list"]) part(name).hidden = reason === "newer";
    for (const name of ["load", "mine"]) part(name).hidden = reason !== "newer";
    part("signin").hidden = reason !== "locked";
    part("go").hidden = !mayLeave || !navigator.onLine;
    panel.hidden = false;
    panel.focus();
  }

  function hide() {
    const hadFocus = panel.contains(document.activeElement);
    panel.hidden = true;
    if (hadFocus) (from ?? document.querySelector("main")).focus();
  }

  async function leave(go) {
    onward = go;
    say("autosave:keep");
    const errand = {};
    say("outbox:settle", errand);
    let timeout;
    const fate = await Promise.race([errand.answer, new Promise((done) => { timeout = setTimeout(done, SOON_MS, "kept"); })]);
    clearTimeout(timeout);
    const left = errand.left();
    if (!left.length) {
      say("outbox:leaving");
      go();
    } else show(fate === "locked" ? "locked" : "kept", left, "mayLeave" in panel.dataset && errand.staysHere());
    document.dispatchEvent(new CustomEvent("form:release"));
  }

  // As the pressed button would have sent the form, were it not for the waiting.
  function carry(form, button) {
    const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: button?.name ?? "", value: button?.value ?? "" });
    const act = { check: "check", clear: "clear", stay: "save" }[button?.name];
    if (act) form.dispatchEvent(new CustomEvent("autosave:seal", { detail: act }));
    if (button?.hasAttribute("formaction")) [form.action, form.enctype] = [button.formAction, button.formEnctype || form.enctype];
    form.append(pressed);
    form.submit();
    pressed.remove();
  }

  document.addEventListener("submit", (event) => {
    const [form, button] = [event.target, event.submitter];
    if (!form.matches("[data-waits]")) return;
    event.preventDefault();
    from = button;
    leave(() => (button?.dataset.go && !form.dataset.refused ? location.assign(button.dataset.go) : carry(form, button)));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const isPlain = !event.defaultPrevented && !event.button && !(event.ctrlKey || event.metaKey || event.shiftKey);
    if (!link || link.target || !isPlain || panel.contains(link) || link.pathname === location.pathname) return;
    event.preventDefault();
    from = link;
    leave(() => location.assign(link.href));
  });
  part("again").addEventListener("click", () => leave(onward ?? hide));
  part("mine").addEventListener("click", () => { hide(); say("autosave:keep", "again"); });
  part("go").addEventListener("click", () => { say("outbox:leaving"); onward(); });
  document.addEventListener("outbox:receipt", ({ detail }) => { if (detail.isPassed) show("newer", [], false); });
  document.addEventListener("outbox:now", ({ detail }) => { if (!detail.left.length && part("newer").hidden && !panel.hidden) hide(); });
}
