// The code on the wall renews itself in place; without script the page reloads itself.
for (const wall of document.querySelectorAll("[data-module~=wall][data-seconds]")) {
  const AGAIN_MS = 5000;

  async function renew() {
    const answer = await fetch(location.href).catch(() => null);
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    const fresh = page?.querySelector("[data-module~=wall]");
    if (!fresh) return setTimeout(renew, AGAIN_MS);
    // Only picture, code and count change: the buttons keep the focus that may be on them.
    const [now, next] = [wall.querySelector(".wall"), fresh.querySelector(".wall")];
    if (!next) return location.reload();
    now.replaceWith(next);
    return setTimeout(renew, Number(fresh.dataset.seconds) * 1000);
  }

  setTimeout(renew, Number(wall.dataset.seconds) * 1000);
}
