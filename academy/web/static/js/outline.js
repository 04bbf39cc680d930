// An outline in order: buttons move a row without leaving the page, handles let it be dragged, by finger as well.
for (const place of document.querySelectorAll("[data-module~=outline]")) {
  const form = place.querySelector("form");
  const said = place.querySelector("[data-said]");
  let isBusy = false;
  let dragged = null;

  const show = (html, row, button) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.getElementById("outline");
    if (!fresh) return location.reload();
    place.querySelector("#outline").replaceWith(document.adoptNode(fresh));
    reveal();
    const moved = place.querySelector(`[data-row="${row}"]`);
    const target = (button && place.querySelector(`button[value="${button}"]`)) || moved;
    target?.focus();
    said.textContent = (page.querySelector(".flash, .callout") ?? said).textContent.trim().replace(/\s+/g, " ");
  };
  const send = async (extra, row, button) => {
    if (isBusy) return;
    isBusy = true;
    const body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(extra)) body.set(name, value);
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (answer.ok || answer.status === 409 || answer.status === 422) show(await answer.text(), row, button);
      else location.reload();
    } catch {
      said.textContent = place.dataset.failed;
    }
    isBusy = false;
  };
  const reveal = () => { for (const handle of place.querySelectorAll("[data-handle]")) handle.hidden = false; };

  place.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=move]");
    if (!button || !/^(up|down):/.test(button.value)) return;
    event.preventDefault();
    send({ move: button.value }, button.value.split(":")[1], button.value);
  });

  // The row under the pointer that the dragged one may stand beside, or a module to stand in.
  const beside = (x, y) => {
    const under = document.elementFromPoint(x, y);
    if (dragged.classList.contains("outline-module")) return under?.closest(".outline-module");
    return under?.closest(".outline-activity") ?? under?.closest(".outline-module")?.querySelector("[data-activities]");
  };
  place.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    event.preventDefault();
    dragged = handle.closest("[data-row]");
    dragged.classList.add("is-dragged");
    place.setPointerCapture(event.pointerId);
  });
  place.addEventListener("pointermove", (event) => {
    if (!dragged) return;
    const over = beside(event.clientX, event.clientY);
    if (!over || over === dragged || !place.contains(over)) return;
    if (over.matches("[data-activities]")) { if (!over.contains(dragged)) over.append(dragged); return; }
    const { top, height } = over.getBoundingClientRect();
    over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  const drop = (event) => {
    if (!dragged) return;
    const row = dragged.dataset.row;
    dragged.classList.remove("is-dragged");
    dragged = null;
    if (event.type === "pointerup") send({ moved: row }, row);
    else location.reload();
  };
  place.addEventListener("pointerup", drop);
  place.addEventListener("pointercancel", drop);
  reveal();
}
