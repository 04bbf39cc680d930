// One letter over the line, and its fate: saved, kept (no connection), locked (sign in again) or refused (for good).
const PATIENCE_MS = 20000;
const tokens = (page) => page.querySelectorAll("input[name=csrf_token]");

// Signing in again in another tab changes the token that forms need.
async function renewed(url) {
  const answer = await fetch(url, { redirect: "manual" }).catch(() => null);
  const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  const fresh = page && tokens(page)[0];
  for (const input of fresh ? tokens(document) : []) input.value = fresh.value;
  return Boolean(fresh);
}

function post(letter) {
  const body = new URLSearchParams(letter.fields);
  body.set("csrf_token", tokens(document)[0]?.value ?? "");
  const headers = { "X-Requested-With": "autosave", Accept: "application/json" };
  const request = { method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) };
  // keepalive: goes on when the page is left; browsers allow it for small bodies only.
  return fetch(letter.url, { ...request, keepalive: String(body).length < 60000 }).catch(() => ({ status: 599 }));
}

async function send({ letter, tokenUrl }) {
  let response = await post(letter);
  // Status 0 is a redirect, to the sign-in page.
  if ([0, 400, 401, 403].includes(response.status) && await renewed(tokenUrl)) response = await post(letter);
  if (response.status >= 500 || [408, 425, 429].includes(response.status)) return { fate: "kept" };
  // 404: somebody else is signed in on this device now. The answer waits for whose it is.
  if ([0, 400, 401, 403, 404].includes(response.status)) return { fate: "locked" };
  const receipt = await response.json().catch(() => ({}));
  receipt.secondsLeft = response.headers.get("X-Seconds-Left");
  if (!response.ok) return { fate: "refused", receipt };
  // No receipt, no saving: a portal of the network may answer anything.
  return { fate: receipt.saved_at ? "saved" : "kept", receipt };
}

document.addEventListener("courier:send", ({ detail }) => { detail.answer = send(detail); });
