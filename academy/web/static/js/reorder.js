// Steps to put in order. The selects hold the answer; the buttons, and a changed select, move the row and renumber all.
function moveButton(list, direction) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.direction = direction;
  button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="#i-${direction}"/></svg><span class="vh"></span>`;
  button.lastChild.textContent = list.dataset[direction];
  return button;
}

for (const list of document.querySelectorAll("[data-module~=reorder]")) {
  const rows = () => [...list.children];
  const placeOf = (row) => Number(row.querySelector("select").value);
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  list.after(said);

  const moveTo = (row, wish) => {
    const others = rows().filter((other) => other !== row);
    const place = Math.min(Math.max(wish, 0), others.length);
    list.insertBefore(row, others[place] ?? null);
    rows().forEach((each, index) => {
      each.querySelector("select").value = index + 1;
      each.classList.toggle("is-moved", each === row);
    });
    const words = { place: place + 1, total: rows().length, step: row.querySelector("label").textContent };
    said.textContent = list.dataset.moved.replace(/\{(\w+)\}/g, (_, name) => words[name]);
  };

  for (const row of rows()) {
    const select = row.querySelector("select");
    const label = row.querySelector("label");
    if (select.disabled) continue;
    label.id ||= `${select.id}-text`;
    const moves = document.createElement("span");
    moves.className = "order-moves";
    moves.append(moveButton(list, "up"), moveButton(list, "down"));
    row.append(moves);
    for (const button of moves.children) {
      button.setAttribute("aria-describedby", label.id);
      button.addEventListener("click", () => {
        moveTo(row, rows().indexOf(row) + (button.dataset.direction === "up" ? -1 : 1));
        // A row that moves loses the focus.
        button.focus();
        select.dispatchEvent(new CustomEvent("change", { bubbles: true, detail: "moved" }));
      });
    }
    select.addEventListener("change", (event) => {
      if (event.detail === "moved" || !select.value) return;
      moveTo(row, select.value - 1);
      select.focus();
    });
  }
  // Rows come in the learner's own order once every step has its place.
  if (rows().every(placeOf)) list.append(...rows().sort((one, other) => placeOf(one) - placeOf(other)));
}
