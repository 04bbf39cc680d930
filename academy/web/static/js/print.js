// Print buttons are hidden until something can print.
for (const button of document.querySelectorAll("[data-module~=print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
