// What is typed, as readers will see it: the server renders it a moment after each change. The form still has its own button without script.
const PAUSE_MS = 700;
// What the server is still at, it is asked for again.
const AGAIN_MS = 4000;

for (const form of document.querySelectorAll("form[data-preview]")) {
  const panel = document.querySelector("[data-preview-panel]");
  let [timer, asked, shown] = [0, 0, ""];
  for (const button of form.querySelectorAll("[data-without-script]")) button.hidden = true;

  async function show() {
    const turn = ++asked;
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const request = { method: "POST", body: new URLSearchParams(fields), headers: { "X-Requested-With": "preview", Accept: "application/json" } };
    const answer = await fetch(form.dataset.preview, request).then((response) => (response.ok ? response.json() : null)).catch(() => null);
    // An answer that was overtaken by a later one is out of date.
    if (turn !== asked) return;
    if (answer && answer.html !== shown) panel.replaceChildren(...new DOMParser().parseFromString(answer.html, "text/html").body.childNodes);
    shown = answer?.html ?? shown;
    waitFor();
  }
  const waitFor = () => { if (panel.querySelector("[data-again]")) timer = setTimeout(show, AGAIN_MS); };

  waitFor();
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, PAUSE_MS); });
  panel.addEventListener("click", (event) => {
    const line = Number(event.target.closest("[data-line]")?.dataset.line);
    const area = form.querySelector("textarea");
    if (!line) return;
    event.preventDefault();
    const start = area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, (area.value + "\n").indexOf("\n", start));
  });
}
