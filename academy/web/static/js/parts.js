// The parts of a list: an item whose select names another part moves there at once. The form's own button saves the places.
for (const list of document.querySelectorAll("[data-module~=parts]")) {
  const said = document.createElement("p");
  said.className = "vh";
  said.setAttribute("role", "status");
  list.after(said);

  list.addEventListener("change", ({ target }) => {
    const part = target.matches("select") && list.querySelector(`ol[data-part="${CSS.escape(target.value)}"]`);
    if (!part) return;
    part.append(target.closest("li"));
    // A row that moves loses the focus.
    target.focus();
    said.textContent = list.dataset.moved.replace("{part}", target.selectedOptions[0].textContent);
  });
}
