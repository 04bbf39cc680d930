// An author draws places on a picture: choose one of the list, then press and pull. The fields hold what is drawn, and can
// be typed into just as well. Everything is in thousandths of the picture's sides.
// The name of SVG itself, from a picture that is on the page.
const SVG = document.querySelector("svg")?.namespaceURI;
const MEASURES = { circle: ["x", "y", "radius"], rect: ["x", "y", "width", "height"], polygon: ["corners"], spot: ["x", "y"] };
const TAGS = { circle: "ellipse", rect: "rect", polygon: "polygon", spot: "ellipse" };
const SPOT = 15;

for (const desk of document.querySelectorAll("[data-module~=regions]")) {
  const { name, part } = desk.dataset;
  const sources = JSON.parse(desk.dataset.sources);
  const canvas = desk.querySelector(".spot-canvas");
  const row = desk.querySelector("[role=group]");
  const said = desk.querySelector("[role=status]");
  const [image, drawing] = canvas.children;
  const file = document.getElementsByName(`${name}.picture.file`)[0];
  const count = document.getElementsByName(`${name}.${part}.row`).length;
  const field = (place, what) => document.getElementsByName(`${name}.${part}.${place}.${what}`)[0];
  const value = (place, what) => field(place, what)?.value.trim() ?? "";
  const kindOf = (place) => (part === "spots" ? "spot" : value(place, "shape"));
  let chosen = 0;
  let start = null;

  const attributes = (place, kind) => {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((what) => value(place, what));
    if (kind === "rect") return { x, y, width, height };
    if (kind === "polygon") return { points: value(place, "corners") };
    const radius = kind === "spot" ? SPOT : value(place, "radius");
    return { cx: x, cy: y, rx: radius, ry: radius };
  };
  const show = () => {
    const source = sources[file?.value];
    canvas.hidden = row.hidden = !source || !count;
    if (source && image.getAttribute("src") !== source) image.src = source;
    drawing.replaceChildren();
    [...row.children].forEach((button, place) => button.setAttribute("aria-pressed", place === chosen));
    for (let place = 0; place < count; place += 1) {
      const kind = kindOf(place);
      if (!MEASURES[kind] || MEASURES[kind].some((what) => value(place, what) === "")) continue;
      const made = document.createElementNS(SVG, TAGS[kind]);
      const all = { ...attributes(place, kind), class: place === chosen ? "region region-right" : "region", "vector-effect": "non-scaling-stroke" };
      Object.entries(all).forEach(([attribute, each]) => made.setAttribute(attribute, each));
      drawing.append(made);
    }
  };
  const write = (values) => { Object.entries(values).forEach(([what, number]) => { field(chosen, what).value = number; }); show(); };
  const placeOf = (event) => {
    const box = image.getBoundingClientRect();
    const within = (place, size) => Math.min(1000, Math.max(0, Math.round((place / size) * 1000)));
    return [within(event.clientX - box.left, box.width), within(event.clientY - box.top, box.height)];
  };
  const pull = ([x, y]) => {
    const [wide, high] = [Math.abs(x - start[0]), Math.abs(y - start[1])];
    if (kindOf(chosen) === "circle") write({ x: start[0], y: start[1], radius: Math.max(10, Math.round(Math.hypot(wide, high))) });
    if (kindOf(chosen) === "rect") write({ x: Math.min(x, start[0]), y: Math.min(y, start[1]), width: Math.max(1, wide), height: Math.max(1, high) });
    if (kindOf(chosen) === "spot") write({ x, y });
  };

  canvas.addEventListener("pointerdown", (event) => { event.preventDefault(); canvas.setPointerCapture(event.pointerId); start = placeOf(event); });
  canvas.addEventListener("pointermove", (event) => { if (start) pull(placeOf(event)); });
  canvas.addEventListener("pointerup", (event) => {
    if (!start) return;
    if (kindOf(chosen) === "polygon") write({ corners: `${value(chosen, "corners")} ${placeOf(event).join(",")}`.trim() });
    else pull(placeOf(event));
    start = null;
    said.textContent = desk.dataset.drawn.replace("{number}", chosen + 1);
    field(chosen, kindOf(chosen) === "polygon" ? "corners" : "x").dispatchEvent(new Event("input", { bubbles: true }));
  });
  for (let place = 0; place < count; place += 1) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: place + 1 });
    // Choosing the shape that is chosen already begins its corners anew.
    button.addEventListener("click", () => { if (chosen === place && kindOf(place) === "polygon") write({ corners: "" }); chosen = place; show(); });
    row.append(button);
  }
  desk.closest("form").addEventListener("input", show);
  show();
}
