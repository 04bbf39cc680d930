// Cards to sort. The selects hold the answer; cards lie under their categories, are dragged, or picked up and put down.
const make = (name, classes = "", text = "") => {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  if (text) made.textContent = text;
  if (name === "button") made.type = "button";
  return made;
};

for (const board of document.querySelectorAll("[data-module~=sorting]")) {
  const words = board.dataset;
  const cards = [...board.querySelectorAll(".sort-card")];
  if (!cards.length) continue;
  const area = make("div", "sorting-zones");
  const said = make("p", "vh");
  said.setAttribute("role", "status");
  let held = null;
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const wordsOf = (card) => card.querySelector("label").textContent;
  const zones = [...cards[0].querySelector("select").options].map((option) => {
    const zone = make("section", "sorting-zone");
    const name = option.value ? option.text : words.rest;
    const [head, list, put] = [make("p"), make("ul"), make("button", "", option.value ? words.put : words.back)];
    head.append(make("span", "", name), make("span"));
    list.dataset.empty = words.empty;
    list.setAttribute("aria-label", name);
    put.hidden = true;
    put.addEventListener("click", () => putDown(zone));
    zone.append(head, list, put);
    zone.addEventListener("dragover", (event) => { if (held) { event.preventDefault(); zone.classList.add("is-over"); } });
    zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
    zone.addEventListener("drop", (event) => { event.preventDefault(); if (held) putDown(zone); });
    area.append(zone);
    return Object.assign(zone, { value: option.value, label: name, list, put, count: head.lastChild });
  });

  const lay = () => {
    for (const card of cards) zones.find((zone) => zone.value === card.querySelector("select").value)?.list.append(card);
    for (const zone of zones) zone.count.textContent = zone.list.children.length;
  };
  const hold = (card) => {
    held = card;
    for (const each of cards) each.querySelector(".sort-move").setAttribute("aria-pressed", String(each === card));
    for (const zone of zones) { zone.put.hidden = !card || zone.list.contains(card); zone.classList.remove("is-over"); }
    if (card) said.textContent = fill(words.picked, { card: wordsOf(card) });
  };
  const putDown = (zone) => {
    const card = held;
    card.querySelector("select").value = zone.value;
    card.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
    card.querySelector(".sort-move").focus();
  };

  for (const card of cards) {
    const [move, select] = [make("button", "sort-move", words.pick), card.querySelector("select")];
    const label = card.querySelector("label");
    label.id ||= `${select.id}-text`;
    move.setAttribute("aria-describedby", label.id);
    move.addEventListener("click", () => hold(held === card ? null : card));
    card.append(move);
    card.draggable = true;
    card.addEventListener("dragstart", (event) => { event.dataTransfer.setData("text/plain", wordsOf(card)); held = card; });
    card.addEventListener("dragend", () => hold(null));
    select.addEventListener("change", () => {
      hold(null);
      const hadFocus = document.activeElement === select;
      lay();
      for (const each of cards) each.classList.toggle("is-moved", each === card);
      if (hadFocus) select.focus();
      said.textContent = fill(words.moved, { card: wordsOf(card), category: zones.find((zone) => zone.value === select.value).label });
    });
  }
  board.addEventListener("keydown", (event) => { if (event.key === "Escape" && held) hold(null); });
  board.querySelector(".sorting-cards").replaceWith(area, said);
  hold(null);
  lay();
  // What an earlier page left on the device was filled in behind our back.
  document.addEventListener("outbox:left", () => queueMicrotask(lay));
}
