// A long form filled in outdoors: what is noted stays on the device until a page says that this version has arrived.
for (const form of document.querySelectorAll("[data-module~=keep]")) {
  const prefix = `academy:keep:${form.dataset.keep}:`;
  const slot = prefix + form.dataset.keepVersion;
  const NEVER = new Set(["csrf_token"]);

  const read = () => { try { return JSON.parse(localStorage.getItem(slot) ?? "null"); } catch { return null; } };
  const write = () => {
    const fields = [...new FormData(form)].filter(([name, value]) => !NEVER.has(name) && typeof value === "string");
    try { localStorage.setItem(slot, JSON.stringify(fields)); } catch { /* no storage: the form works all the same */ }
  };

  // What belongs to an earlier version has arrived.
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(prefix) && name !== slot) localStorage.removeItem(name);
  } catch { /* no storage */ }
  if (form.tagName !== "FORM") continue;

  const kept = form.querySelector("[aria-invalid=true], .error") ? null : read();
  if (kept) {
    // With the key: sending again what had arrived unnoticed is then the same sign-off.
    for (const control of form.elements) {
      if (!control.name || NEVER.has(control.name) || control.type === "submit") continue;
      const values = kept.filter(([name]) => name === control.name).map(([, value]) => value);
      if (control.type === "radio" || control.type === "checkbox") control.checked = values.includes(control.value);
      else if (values.length) [control.value] = values;
    }
    const said = document.createElement("p");
    said.className = "hint";
    said.setAttribute("role", "status");
    said.textContent = form.dataset.keepText;
    form.prepend(said);
  }
  form.addEventListener("input", write);
  form.addEventListener("change", write);
}
