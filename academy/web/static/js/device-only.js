// Which answers are on this device only, and since when.
for (const box of document.querySelectorAll("[data-module~=device-only]")) {
  const [list, none] = [box.querySelector("ul"), box.querySelector("[data-none]")];
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

  document.addEventListener("outbox:now", ({ detail: { left } }) => {
    list.replaceChildren(...left.map(({ label, at }) => {
      const words = box.dataset.words.replace("{item}", label).replace("{time}", clock.format(new Date(at)));
      return Object.assign(document.createElement("li"), { textContent: words });
    }));
    box.hidden = false;
    none.hidden = left.length > 0;
  });
}
