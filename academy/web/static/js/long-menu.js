// A long list of choices: a field that finds in it, and how many are chosen of how many that may be.
const SHORT = 9;
const bare = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase().replaceAll("đ", "d");

for (const menu of document.querySelectorAll("[data-module~=long-menu]")) {
  const words = menu.dataset;
  const list = menu.querySelector(".long-menu-list");
  const rows = [...list.querySelectorAll("label.choice")];
  const made = (name, properties = {}) => Object.assign(document.createElement(name), properties);
  const bar = made("div", { className: "long-menu-bar" });
  const label = made("label");
  label.append(made("span", { textContent: words.filter }), made("input", { type: "search", autocomplete: "off" }));
  const [found, chosen] = ["vh", "long-menu-count"].map((className) => made("p", { className, role: "status" }));
  bar.append(label, found, chosen);
  label.hidden = rows.length <= SHORT;
  const fill = (text, count) => text.replace("{count}", count).replace("{most}", words.most);

  const count = () => {
    const picks = rows.filter((row) => row.querySelector("input").checked).length;
    const isOver = picks > Number(words.most);
    chosen.textContent = fill(isOver ? words.over : words.count, picks);
    chosen.classList.toggle("is-over", isOver);
    if (!isOver) menu.querySelector(".long-menu-over")?.remove();
  };
  const filter = () => {
    const asked = bare(label.lastChild.value.trim());
    for (const row of rows) row.hidden = !bare(row.textContent).includes(asked) && !row.querySelector("input").checked;
    found.textContent = fill(words.found, rows.filter((row) => !row.hidden).length);
  };
  label.lastChild.addEventListener("input", (event) => { event.stopPropagation(); filter(); });
  // Enter in the field that finds must not hand the page in.
  label.lastChild.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  list.addEventListener("change", count);
  document.addEventListener("outbox:left", () => queueMicrotask(count));
  list.before(bar);
  count();
}
