// Answers travel by themselves: each change is given to the outbox (outbox.js) as a letter with its own key and sequence.
const TYPING_PAUSE_MS = 600;
const ENVELOPE = ["device", "sequence", "idempotency_key"];
const withoutStorage = new Map();

function recall(name) {
  try { return localStorage.getItem(name); } catch { return withoutStorage.get(name) ?? null; }
}

function remember(name, value) {
  try { localStorage.setItem(name, value); } catch { withoutStorage.set(name, value); }
  return value;
}

// A UUID. Not crypto.randomUUID, which plain http in a classroom network does not have.
function randomId() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}

function answers(form) {
  return [...new FormData(form)].filter(([name, value]) =>
    name !== "csrf_token" && !ENVELOPE.includes(name) && typeof value === "string");
}

function refill(form, fields) {
  for (const control of form.elements) {
    if (!control.name || control.type === "hidden" || control.type === "submit") continue;
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
}

for (const form of document.querySelectorAll("form[data-module~=autosave]")) {
  const { attempt, item } = form.dataset;
  const device = recall("academy:device") ?? remember("academy:device", randomId());
  const envelope = ENVELOPE.map((name) => form.querySelector(`input[name=${name}]`));
  let known = JSON.stringify(answers(form));
  let typing;

  const seal = (key) => {
    const sequence = Number(recall(`academy:sequence:${attempt}`) ?? 0) + 1;
    remember(`academy:sequence:${attempt}`, String(sequence));
    [device, String(sequence), key].forEach((value, place) => { envelope[place].value = value; });
  };

  const keep = () => {
    clearTimeout(typing);
    const fields = answers(form);
    if (JSON.stringify(fields) === known) return;
    known = JSON.stringify(fields);
    seal(randomId());
    const letter = { url: form.getAttribute("action"), fields: [...fields, ...envelope.map((input) => [input.name, input.value])] };
    document.dispatchEvent(new CustomEvent("outbox:put", { detail: { attempt, item, letter } }));
  };

  form.addEventListener("input", (event) => {
    clearTimeout(typing);
    if (event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) typing = setTimeout(keep, TYPING_PAUSE_MS);
  });
  form.addEventListener("change", keep);
  document.addEventListener("visibilitychange", keep);
  form.addEventListener("submit", () => {
    document.dispatchEvent(new CustomEvent("outbox:leaving"));
    keep();
    if (!envelope[0].value) seal(envelope[2].value || randomId());
  });
  document.addEventListener("outbox:left", ({ detail }) => {
    if (detail.item !== item || detail.attempt !== attempt) return;
    refill(form, detail.letter.fields);
    known = JSON.stringify(answers(form));
  });
}
