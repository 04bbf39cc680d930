// Counts down what the server said was left. Says it aloud each minute, at ten seconds and at the end.
const LAST_WORDS_AT = 10;
const LAST_CALL_AT = 2;

function clockFace(seconds) {
  // hours only when there are some
  return new Date(seconds * 1000).toISOString().slice(seconds < 3600 ? 14 : 11, 19);
}

function inWords(seconds) {
  const [unit, number] = seconds < 60 ? ["second", seconds] : ["minute", Math.round(seconds / 60)];
  const style = { style: "unit", unit, unitDisplay: "long" };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(number);
}

for (const timer of document.querySelectorAll("[data-module~=timer]")) {
  const digits = timer.querySelector("[data-timer-digits]");
  const words = timer.querySelector("[data-timer-words]");
  // The device's clock, not performance.now(): the latter stops while a phone sleeps.
  let endsAt = Date.now() + Number(timer.dataset.seconds) * 1000;
  let shown = -1;
  timer.querySelector("[data-timer-label]").textContent = timer.dataset.label;

  const tick = () => {
    const left = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
    if (left === shown) return;
    const passed = (mark) => left <= mark && mark < shown;
    digits.textContent = clockFace(left);
    timer.classList.toggle("clock-short", left <= 60);
    if (left === 0) {
      words.textContent = timer.dataset.ended;
      words.classList.remove("vh");
      clearInterval(beat);
      timer.dispatchEvent(new CustomEvent("timer:ended", { bubbles: true }));
    } else if (passed(Math.ceil(left / 60) * 60) || passed(LAST_WORDS_AT)) {
      words.textContent = timer.dataset.left.replace("{time}", inWords(left));
    }
    if (passed(LAST_CALL_AT)) document.dispatchEvent(new CustomEvent("timer:ending"));
    shown = left;
  };

  const beat = setInterval(tick, 250);
  document.addEventListener("visibilitychange", tick);
  // Each receipt tells anew what is left: somebody may have been given more time.
  document.addEventListener("outbox:receipt", ({ detail: { receipt } }) => {
    if (receipt.secondsLeft) endsAt = Date.now() + Number(receipt.secondsLeft) * 1000;
  });
  tick();
}
