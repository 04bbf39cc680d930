// Pointing at a picture: with the finger, the mouse or the arrow keys. Naming a place of the list takes the point back.
const STEP = 10;
const LEAP = 50;
const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

for (const picture of document.querySelectorAll("[data-module~=point]")) {
  const field = document.getElementById(picture.dataset.field);
  if (!field || field.disabled) continue;
  const form = field.form;
  const names = () => [...form.elements].filter((control) => control.type === "radio" && control.name === picture.dataset.list);
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "spot-button spot-point";
  handle.append(Object.assign(document.createElement("span"), { textContent: "+", ariaHidden: "true" }));
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  picture.append(handle, said);
  picture.classList.add("is-live");
  picture.querySelector(".pointed")?.remove();

  const read = () => field.value.split(",").map(Number);
  const words = () => picture.dataset.words.replace(/\{(\w)\}/g, (_, side) => Math.round(read()[side === "x" ? 0 : 1] / 10));

  const show = () => {
    const [x, y] = field.value ? read() : [500, 500];
    handle.style.left = `${x / 10}%`;
    handle.style.top = `${y / 10}%`;
    handle.setAttribute("aria-pressed", Boolean(field.value));
    handle.setAttribute("aria-label", field.value ? words() : picture.dataset.none);
  };

  const point = (x, y) => {
    field.value = [x, y].map((place) => Math.min(1000, Math.max(0, Math.round(place)))).join(",");
    for (const name of names()) name.checked = false;
    show();
  };
  const give = () => {
    said.textContent = words();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  picture.addEventListener("click", (event) => {
    if (event.target === handle && !event.detail) return;
    const box = picture.querySelector("img").getBoundingClientRect();
    point(((event.clientX - box.left) / box.width) * 1000, ((event.clientY - box.top) / box.height) * 1000);
    handle.focus({ preventScroll: true });
    give();
  });
  handle.addEventListener("click", (event) => {
    if (event.detail) return; // a mouse, which the picture sees to
    if (!field.value) point(500, 500);
    give();
  });
  handle.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const [x, y] = field.value ? read() : [500, 500];
    const far = event.shiftKey ? LEAP : STEP;
    point(x + step[0] * far, y + step[1] * far);
  });
  handle.addEventListener("keyup", (event) => { if (STEPS[event.key]) give(); });
  form.addEventListener("change", ({ target }) => {
    if (names().includes(target)) field.value = "";
    show();
  }, true);
  document.addEventListener("outbox:left", () => setTimeout(show));
  const list = document.getElementById(picture.dataset.names);
  if (list && !names().some((name) => name.checked)) list.open = false;
  show();
}
