// Actions of a case travel by fetch, and the answer's region takes the place of this one. On a dead line, or where the
// session has ended, the form stays as it is and is sent again with the same key: the server does nothing twice.
const [FIRST_WAIT_MS, LONGEST_WAIT_MS, PATIENCE_MS] = [2000, 30000, 20000];
const line = document.querySelector("[data-deeds-line]");
const region = (page) => page.querySelector("[data-case]");
let isBusy = false;

function say(why) {
  line.hidden = !why;
  line.querySelector("[data-deeds-text]").textContent = why ? line.dataset[why] : "";
  line.querySelector("a").hidden = why !== "locked";
}

// Until the line is back, the person is, or some time has passed.
const pause = (time) => new Promise((done) => {
  const leave = new AbortController();
  const go = () => { clearTimeout(timer); leave.abort(); done(); };
  const timer = setTimeout(go, time);
  for (const name of ["online", "focus"]) window.addEventListener(name, go, { signal: leave.signal });
});

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

// Signing in again in another tab changes the token that forms need.
async function renewed(body) {
  const answer = await fetch(location.href, { redirect: "manual" }).catch(() => null);
  const token = answer?.ok && (await parsed(answer)).querySelector("input[name=csrf_token]");
  if (token) body.set("csrf_token", token.value);
}

// Returns [address, page] of the answer, or why there is none yet.
async function posted(url, body) {
  const request = { method: "POST", body, headers: { "X-Requested-With": "deeds" }, signal: AbortSignal.timeout(PATIENCE_MS) };
  const answer = await fetch(url, request).catch(() => null);
  if ([400, 401, 403].includes(answer?.status)) return "locked";
  const page = answer && await parsed(answer).catch(() => null);
  if (page && region(page)) return [answer, page];
  // The file is sent: the page that comes after the case is another.
  if (answer?.ok && answer.redirected) return [answer];
  return [404, 409, 413, 422].includes(answer?.status) ? "refused" : "kept";
}

function show([answer, page]) {
  say("");
  if (!page) return location.assign(answer.url);
  region(document).replaceWith(region(page));
  document.title = page.title;
  document.querySelector(".masthead .back")?.replaceWith(page.querySelector(".masthead .back") ?? "");
  if (answer.ok) history.replaceState(null, "", answer.url);
  (document.getElementById("news") ?? document.querySelector("main")).focus();
}

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    const found = await posted(form.getAttribute("action"), body);
    if (typeof found !== "string") return show(found);
    say(found);
    if (found === "refused") return;
    await pause(wait);
    if (found === "locked") await renewed(body);
  }
}

if (line) {
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-module~=deeds]");
    if (!form) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    event.submitter?.setAttribute("aria-disabled", "true");
    await send(form, event.submitter);
    event.submitter?.removeAttribute("aria-disabled");
    isBusy = false;
  });
  window.addEventListener("beforeunload", (event) => { if (isBusy) event.preventDefault(); });
}
