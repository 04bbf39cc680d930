// Answers travel by themselves: each change is given to the outbox (outbox.js) as a letter with its own key and sequence.
const TYPING_PAUSE_MS = 600;
const ENVELOPE = ["device", "sequence", "idempotency_key", "act"];
const NEVER = new Set([...ENVELOPE, "csrf_token", "was", "given_at"]);
const withoutStorage = new Map();

const recall = (name) => { try { return localStorage.getItem(name) ?? withoutStorage.get(name); } catch { return withoutStorage.get(name); } };

function remember(name, value) {
  try { localStorage.setItem(name, value); } catch { withoutStorage.set(name, value); }
  return value;
}

// A UUID. Not crypto.randomUUID, which plain http in a classroom network does not have.
function randomId() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})/, "$1-$2-4$3-8$4-");
}

// What answers by itself is a form, or a part of one with an item of its own.
const controls = (part) => [...(part.elements ?? part.querySelectorAll("input, select, textarea"))];

function answers(part) {
  const own = new Set(controls(part).map(({ name }) => name));
  return [...new FormData(part.closest("form"))].filter(([name, value]) => own.has(name) && !NEVER.has(name) && typeof value === "string");
}

function refill(part, fields) {
  for (const control of controls(part)) {
    if (!control.name || ["hidden", "submit", "file"].includes(control.type)) continue;
    const values = fields.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
    else control.value = values[0] ?? "";
  }
}

for (const part of document.querySelectorAll("[data-module~=autosave]")) {
  const form = part.closest("form");
  const [{ attempt }, { item, label, field }] = [form.dataset, part.dataset];
  const device = recall("academy:device") ?? remember("academy:device", randomId());
  const envelope = ENVELOPE.map((name) => form.querySelector(`input[name=${name}]`));
  const isGiven = (fields) => fields.some(([name, value]) => value && (name === field || name.startsWith(`${field}.`)));
  // The highest count the server was known to have of this attempt: what is written now stands above all that was seen.
  let seen = Number(form.dataset.sequence ?? 0);
  let known = JSON.stringify(answers(part));
  let wasGiven = isGiven(answers(part));
  let [typing, isPassed] = [0, false];

  const seal = (act) => {
    const sequence = Math.max(seen, Number(recall(`academy:sequence:${attempt}`) ?? 0)) + 1;
    remember(`academy:sequence:${attempt}`, String(sequence));
    [device, String(sequence), randomId(), act].forEach((value, place) => { envelope[place].value = value; });
    return sequence;
  };

  const keep = (isAgain) => {
    clearTimeout(typing);
    const fields = answers(part);
    if (JSON.stringify(fields) === known && isAgain !== true) return;
    known = JSON.stringify(fields);
    delete form.dataset.refused;
    const [had, has] = [wasGiven, isGiven(fields)];
    wasGiven = has;
    // Only who empties an answer that was there takes it back.
    if (!had && !has) return;
    const [sequence, at] = [seal(has ? "save" : "clear"), new Date().toISOString()];
    const sent = [...fields, ...envelope.map((input) => [input.name, input.value]), ["given_at", at]];
    const letter = { url: form.getAttribute("action"), item, label, at, sequence, fields: sent };
    document.dispatchEvent(new CustomEvent("outbox:put", { detail: { attempt, letter } }));
  };

  part.addEventListener("input", (event) => {
    clearTimeout(typing);
    if (event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) typing = setTimeout(keep, TYPING_PAUSE_MS);
  });
  part.addEventListener("change", keep);
  part.addEventListener("autosave:seal", ({ detail }) => seal(detail));
  document.addEventListener("visibilitychange", keep);
  // Of several parts only the one that was passed by a newer answer is said again.
  document.addEventListener("autosave:keep", ({ detail }) => keep(detail === "again" && (part === form || isPassed)));
  document.addEventListener("outbox:receipt", ({ detail }) => {
    seen = Math.max(seen, detail.receipt.sequence ?? 0);
    if (detail.letter.item === item) isPassed = Boolean(detail.isPassed);
  });
  document.addEventListener("outbox:refused", ({ detail }) => { if (detail.letter.item === item) form.dataset.refused = "yes"; });
  document.addEventListener("outbox:left", ({ detail: { letter } }) => {
    if (letter.item !== item || letter.sequence <= seen) return;
    refill(part, letter.fields);
    known = JSON.stringify(answers(part));
    wasGiven ||= isGiven(letter.fields);
  });
}
