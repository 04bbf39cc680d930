// A page that others change too asks now and then how far things have come; when they have gone on it fetches itself and
// shows the new region. What is typed, opened and focused stays, and the longer nothing happens the less often it asks.
const [SOON_MS, LONGEST_MS, SLOWER] = [4000, 30000, 1.2];
const line = document.querySelector("[data-live-line]");
const live = (page = document) => page.querySelector("[data-live]");
const PASSING = ["csrf_token", "after", "idempotency_key"];
let [wait, timer] = [SOON_MS, 0];

// What a part of the page is called, so that it is found again in the new one.
function nameOf(part) {
  if (part.id) return part.id;
  const hidden = [...(part.closest("form")?.querySelectorAll("input[type=hidden]") ?? [])];
  const about = hidden.filter(({ name }) => !PASSING.includes(name)).map(({ name, value }) => `${name}=${value}`);
  const own = part.matches("details") ? part.querySelector("summary").textContent : part.textContent;
  const what = part.matches("[type=checkbox], [type=radio]") ? part.value : part.matches("input, select, textarea") ? "" : own.trim();
  return [part.tagName, part.name ?? part.getAttribute("href") ?? "", what, ...about].join("|");
}

const named = (region, wanted) => new Map([...region.querySelectorAll(wanted)].map((part) => [nameOf(part), part]));
const FIELDS = "input:not([type=hidden]), select, textarea";

function carryOver(from, to) {
  const [fields, folds] = [named(to, FIELDS), named(to, "details")];
  for (const [name, field] of named(from, FIELDS)) {
    const now = fields.get(name);
    if (!now) continue;
    if (field.matches("[type=checkbox], [type=radio]")) now.checked = field.checked;
    else if (field.matches("select")) [...now.options].forEach((each) => { if (each.value === field.value) each.selected = true; });
    else if (field.value !== field.defaultValue) now.value = field.value;
  }
  for (const [name, fold] of named(from, "details")) if (folds.has(name)) folds.get(name).open = fold.open;
}

// Swaps the region, and leads the focus back to where it was.
function show(region, next) {
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  const name = focused && nameOf(focused);
  const selection = focused?.matches("input:not([type=checkbox], [type=radio]), textarea") ? [focused.selectionStart, focused.selectionEnd] : null;
  carryOver(region, next);
  region.replaceWith(next);
  const again = name && named(next, `${focused.tagName}`).get(name);
  again?.focus({ preventScroll: true });
  if (again && selection) again.setSelectionRange(...selection);
  line.textContent = next.dataset.changed;
}

async function renew(region) {
  const answer = await fetch(region.dataset.source, { cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // An action of one's own has brought something newer meanwhile.
  if (region !== live()) return;
  if (live(page)) show(region, live(page));
  // The case is closed, or the seat is somebody else's now.
  else if (answer.ok) location.assign(answer.url);
}

async function look() {
  const region = live();
  const { poll, version } = region.dataset;
  const answer = await fetch(poll, { headers: { "If-None-Match": `"${version}"` }, cache: "no-store", redirect: "error" });
  const isNew = answer.ok && (await answer.json()).version !== version;
  wait = isNew ? SOON_MS : Math.min(wait * SLOWER, LONGEST_MS);
  if (isNew) await renew(region);
}

function plan() {
  clearTimeout(timer);
  if (live() && !document.hidden) timer = setTimeout(() => look().catch(() => { wait = LONGEST_MS; }).finally(plan), wait);
}

if (line) {
  document.addEventListener("visibilitychange", () => { wait = SOON_MS / 4; plan(); });
  document.addEventListener("submit", () => { wait = SOON_MS; plan(); });
  plan();
}
