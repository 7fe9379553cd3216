// The open conversation looks for news by itself: every few seconds while people write, more and more seldom when
// it is quiet, and not at all while nobody sees the page. Without this script the page shows news when it is opened.
const SOON = 3000;
const SELDOM = 30_000;
const SLOWER = 1.5;
let wait = SOON;
let timer = 0;

const mark = () => document.getElementById("newest");

function later(next) {
  wait = Math.min(next, SELDOM);
  clearTimeout(timer);
  // A little chance keeps a thousand readers from asking in the same moment.
  timer = setTimeout(look, wait * (0.85 + 0.3 * Math.random()));
}

function look() {
  if (!mark() || document.hidden || !window.htmx) return;
  window.htmx.trigger(mark(), "look");
}

function isNearEnd() {
  return mark() && mark().getBoundingClientRect().top < innerHeight + 200;
}

let follow = false;
let sent = false;
document.addEventListener("htmx:beforeSwap", () => {
  follow = isNearEnd();
});
document.addEventListener("htmx:afterRequest", (event) => {
  sent = event.detail.requestConfig?.verb === "post" && event.detail.xhr?.status === 200;
  const quiet = !sent && event.detail.xhr?.status !== 200;
  later(quiet ? wait * SLOWER : SOON);
});
document.addEventListener("htmx:afterSettle", () => {
  if (follow || sent) mark()?.scrollIntoView({ block: "nearest" });
  if (sent) document.getElementById("text")?.focus({ preventScroll: true });
  follow = sent = false;
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) clearTimeout(timer);
  else later(200);
});
document.addEventListener("input", (event) => {
  if (event.target.id === "text" && wait > SOON) later(SOON);
});

const first = document.getElementById("new");
if (first && !location.hash) first.scrollIntoView({ block: "center" });
if (mark()) later(SOON);
