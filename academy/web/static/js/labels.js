// Labels to put on a picture: take one, then press its spot; or drag it there. The selects below hold the answer.
for (const picture of document.querySelectorAll("[data-module~=labels]")) {
  const spots = [...picture.querySelectorAll("[data-spot]")].map((spot) => ({ spot, field: document.getElementById(spot.dataset.spot) }));
  if (!spots.length || spots.some(({ field }) => !field || field.disabled)) continue;
  const tray = document.createElement("div");
  const said = document.createElement("p");
  tray.className = "label-tray";
  tray.setAttribute("role", "group");
  tray.setAttribute("aria-label", picture.dataset.tray);
  said.className = "vh";
  said.setAttribute("role", "status");
  picture.after(tray, said);
  let held = "";

  const button = (className, text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = className;
    made.append(document.createElement("span"));
    made.firstChild.textContent = text;
    return made;
  };
  const textOf = (value) => spots[0].field.querySelector(`option[value="${value}"]`)?.textContent ?? "";
  const say = (words, values) => { said.textContent = words.replace(/\{(\w+)\}/g, (_, name) => values[name]); };
  const labels = new Map([...spots[0].field.options].filter((option) => option.value).map((option) => [option.value, button("", option.text)]));

  const show = () => {
    labels.forEach((label, value) => {
      label.setAttribute("aria-pressed", held === value);
      label.classList.toggle("is-used", spots.some(({ field }) => field.value === value));
    });
    for (const { field, made, number } of spots) {
      const text = textOf(field.value);
      made.classList.toggle("is-labelled", Boolean(field.value));
      made.firstChild.textContent = text;
      made.setAttribute("aria-label", picture.dataset.spotWords.replace("{number}", number).replace("{label}", text || "–"));
    }
    picture.classList.toggle("is-drop", Boolean(held));
  };
  const take = (value) => {
    held = held === value ? "" : value;
    if (held) say(picture.dataset.taken, { label: textOf(held) });
    show();
  };
  const put = ({ field, number }) => {
    if (!held && !field.value) return;
    for (const other of spots) if (held && other.field.value === held) other.field.value = "";
    field.value = held;
    say(held ? picture.dataset.put : picture.dataset.off, { label: textOf(held), number });
    held = "";
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  labels.forEach((label, value) => {
    label.draggable = true;
    label.addEventListener("click", () => take(value));
    label.addEventListener("dragstart", (event) => { event.dataTransfer.setData("text/plain", value); held = value; show(); });
    label.addEventListener("dragend", () => { held = ""; show(); });
    tray.append(label);
  });
  for (const each of spots) {
    each.number = each.spot.textContent.trim();
    each.made = button("spot-button", "");
    each.made.firstChild.className = "spot-label";
    each.made.append(Object.assign(document.createElement("span"), { textContent: each.number }));
    each.made.style.left = each.spot.getAttribute("x");
    each.made.style.top = each.spot.getAttribute("y");
    each.made.addEventListener("click", () => put(each));
    each.made.addEventListener("dragover", (event) => event.preventDefault());
    each.made.addEventListener("drop", (event) => { event.preventDefault(); put(each); });
    each.spot.remove();
    picture.append(each.made);
  }
  picture.closest("form")?.addEventListener("change", show);
  document.addEventListener("outbox:left", () => setTimeout(show));
  show();
}
