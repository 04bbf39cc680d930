// The numbers beside a text of many lines: they follow what is typed, and a finding's link scrolls to its line.
for (const box of document.querySelectorAll("[data-module~=lines]")) {
  const [area, numbers] = [box.querySelector("textarea"), box.querySelector("pre")];
  const count = () => area.value.split("\n").length;

  const number = () => {
    const [now, wanted] = [numbers.childElementCount, count()];
    area.rows = wanted;
    if (now === wanted) return;
    numbers.replaceChildren(...Array.from({ length: wanted }, (_, place) => [
      Object.assign(document.createElement("span"), { id: `line-${place + 1}`, textContent: place + 1 }), "\n",
    ]).flat());
  };

  area.addEventListener("input", number);
  // Two spaces instead of a tab would trap the keyboard; the depth of the line before is kept instead.
  area.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.ctrlKey || event.metaKey) return;
    const before = area.value.slice(0, area.selectionStart);
    const depth = /^ */.exec(before.slice(before.lastIndexOf("\n") + 1))[0];
    if (!depth) return;
    event.preventDefault();
    if (!document.execCommand("insertText", false, `\n${depth}`)) area.setRangeText(`\n${depth}`, area.selectionStart, area.selectionEnd, "end");
    number();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (link) document.getElementById(`line-${link.dataset.line}`)?.scrollIntoView({ block: "center" });
  });
  number();
}
