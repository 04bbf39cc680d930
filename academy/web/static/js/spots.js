// Numbered places on a picture become buttons. The fields below hold the answer: a button presses its field, and shows it.
for (const picture of document.querySelectorAll("[data-module~=spots]")) {
  const buttons = new Map();

  for (const spot of picture.querySelectorAll("[data-spot]")) {
    const field = document.getElementById(spot.dataset.spot);
    if (!field) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "spot-button";
    button.append(document.createElement("span"));
    button.firstChild.textContent = spot.textContent.trim();
    button.setAttribute("aria-label", field.closest("label").textContent.replace(/\s+/g, " ").trim());
    button.style.left = spot.getAttribute("x");
    button.style.top = spot.getAttribute("y");
    button.disabled = field.disabled;
    button.addEventListener("click", () => field.click());
    spot.remove();
    picture.append(button);
    buttons.set(field, button);
  }

  const show = () => buttons.forEach((button, field) => button.setAttribute("aria-pressed", field.checked));
  picture.closest("form")?.addEventListener("change", show);
  document.addEventListener("outbox:left", () => setTimeout(show));
  show();
}
