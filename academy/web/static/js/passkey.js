// Passkeys. A press asks the server what to ask the authenticator, asks it, and sends its answer with the form around.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => (list ?? []).map((each) => ({ ...each, id: toBytes(each.id) }));

// Not every browser that knows passkeys reads and writes them as JSON by itself.
function readied(options) {
  return {
    ...options,
    challenge: toBytes(options.challenge),
    allowCredentials: named(options.allowCredentials),
    excludeCredentials: named(options.excludeCredentials),
    ...(options.user && { user: { ...options.user, id: toBytes(options.user.id) } }),
  };
}

function spoken({ id, rawId, type, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const said = parts.filter((part) => response[part]).map((part) => [part, toText(response[part])]);
  const transports = response.getTransports?.() ?? [];
  return JSON.stringify({ id, rawId: toText(rawId), type, response: { ...Object.fromEntries(said), transports } });
}

async function ask(box, form) {
  const reply = await fetch(box.dataset.url, {
    method: "POST", body: new FormData(form), headers: { "X-Requested-With": "passkey" },
  });
  const options = await reply.json();
  if (!reply.ok) throw new Error(options.message);
  const publicKey = readied(options);
  const kind = options.user ? "create" : "get";
  try {
    return spoken(await navigator.credentials[kind]({ publicKey }));
  } catch {
    throw new Error(box.dataset.none);
  }
}

for (const box of document.querySelectorAll("[data-module~=passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const [button, said] = [box.querySelector("button"), box.querySelector("[role=status]")];
  const form = box.closest("form");
  const answer = Object.assign(document.createElement("input"), { type: "hidden", name: "answer" });
  let isAsking = false;
  box.append(answer);
  box.querySelector("[data-live]").hidden = false;
  box.querySelector("[data-still]")?.remove();
  // Enter in the form presses its first button, which may be this one.
  form.addEventListener("submit", (event) => {
    if (event.submitter !== button || answer.value) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isAsking) return;
    isAsking = true;
    said.textContent = "";
    ask(box, form).then((spokenAnswer) => {
      answer.value = spokenAnswer;
    }).catch((error) => {
      said.textContent = error.message || box.dataset.none;
    }).finally(() => {
      isAsking = false;
      // This press did not send the form yet (js/disable-once.js).
      document.dispatchEvent(new Event("form:release"));
      if (answer.value) form.requestSubmit(button);
      answer.value = "";
    });
  }, true);
}
