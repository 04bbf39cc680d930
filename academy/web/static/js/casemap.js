// The map of a case: what has to do with the part that is pointed at stands out.
for (const map of document.querySelectorAll("[data-module~=casemap]")) {
  const boxes = [...map.querySelectorAll("[data-part]")];
  const lines = [...map.querySelectorAll("[data-from]")];

  const light = (part) => {
    const lit = lines.filter((line) => part && [line.dataset.from, line.dataset.to].includes(part));
    const near = new Set(lit.flatMap((line) => [line.dataset.from, line.dataset.to]));
    for (const line of lines) line.classList.toggle("is-lit", lit.includes(line));
    for (const box of boxes) box.classList.toggle("is-lit", near.has(box.dataset.part));
    map.classList.toggle("has-lit", lit.length > 0);
  };
  for (const box of boxes) {
    for (const event of ["pointerenter", "focus"]) box.addEventListener(event, () => light(box.dataset.part));
    for (const event of ["pointerleave", "blur"]) box.addEventListener(event, () => light(""));
  }
}
