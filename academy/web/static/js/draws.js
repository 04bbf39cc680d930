// How many items each draw could take, as its competency and its tag are chosen: the server counts them again when it is saved.
for (const list of document.querySelectorAll("[data-module~=draws]")) {
  const items = JSON.parse(list.dataset.fits);
  const count = (row) => {
    const [competency, tag] = [...row.querySelectorAll("select")].map((select) => select.value);
    const fitting = items.filter(([first, ...tags]) => (!competency || first === competency) && (!tag || tags.includes(tag)));
    const size = competency || tag ? fitting.length : 0;
    const wanted = Number(row.querySelector("input").value) || 0;
    const said = row.querySelector("[role=status]");
    said.textContent = (size < wanted ? list.dataset.few : list.dataset.size).replace("{size}", size);
  };
  for (const row of list.querySelectorAll("[data-draw]")) {
    row.addEventListener("input", () => count(row));
  }
}
