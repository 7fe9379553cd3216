// The open conversation. A stream says as soon as it has got further, and the page then asks what is new. Without a
// stream the page asks by itself: every few seconds while people write, more and more seldom when it is quiet. Nothing
// of this happens while nobody sees the page, and without this script the page shows news when it is opened.
const SOON = 3000;
const SELDOM = 30_000;
const WITH_STREAM = 120_000;
const SILENCE = 50_000; // the stream beats every 20 seconds
const SLOWER = 1.5;
let wait = SOON;
let timer = 0;
let asking = 0;
let told = 0; // the newest version that the stream has told of

const mark = () => document.getElementById("newest");
const shown = () => new URLSearchParams(mark()?.getAttribute("hx-get").split("?")[1]);

function later(next) {
  wait = Math.min(next, SELDOM);
  clearTimeout(timer);
  // A little chance keeps a thousand readers from asking in the same moment.
  timer = setTimeout(look, (streams() ? WITH_STREAM : wait) * (0.85 + 0.3 * Math.random()));
}

function look() {
  if (!mark() || document.hidden || asking || !window.htmx) return;
  window.htmx.trigger(mark(), "look");
}

function isNearEnd() {
  return mark() && mark().getBoundingClientRect().top < innerHeight + 200;
}

// The stream
const address = document.querySelector("[data-live]")?.dataset.live;
let stream = null;
const NEVER = -Infinity;
let heard = NEVER; // when it last said anything
let again = 0;

const streams = () => stream !== null && performance.now() - heard < SILENCE;

function open() {
  clearTimeout(again);
  if (!address || !mark() || !window.EventSource || stream || document.hidden) return;
  stream = new EventSource(address);
  stream.addEventListener("beat", () => (heard = performance.now()));
  stream.addEventListener("message", (event) => {
    const first = !streams();
    heard = performance.now();
    told = Number(event.data) || 0;
    if (told > Number(shown().get("since"))) look();
    else if (first) later(wait);
  });
  stream.addEventListener("error", () => {
    const refused = stream?.readyState === EventSource.CLOSED;
    const was = streams();
    heard = NEVER;
    if (was) later(SOON);
    if (refused) close(60_000);
  });
}

// nextTry: milliseconds until another is opened; none without it.
function close(nextTry) {
  stream?.close();
  stream = null;
  clearTimeout(again);
  if (nextTry) again = setTimeout(open, nextTry * (0.8 + 0.4 * Math.random()));
}

setInterval(() => {
  if (!stream || streams() || heard === NEVER) return; // a connection that died without a word
  close(1000);
  later(SOON);
}, 10_000);

// Asking, and what comes of it
let follow = false;
let sent = false;
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb !== "post" || event.detail.elt.id !== "write" || !mark()) return;
  for (const name of ["after", "since"]) event.detail.parameters[name] = shown().get(name); // what came meanwhile
});
document.addEventListener("htmx:beforeRequest", () => (asking += 1));
document.addEventListener("htmx:beforeSwap", () => {
  follow = isNearEnd();
});
document.addEventListener("htmx:afterRequest", (event) => {
  asking = Math.max(0, asking - 1);
  sent = event.detail.requestConfig?.verb === "post" && event.detail.xhr?.status === 200;
  const quiet = !sent && event.detail.xhr?.status !== 200;
  later(quiet ? wait * SLOWER : SOON);
});
document.addEventListener("htmx:afterSettle", () => {
  if (follow || sent) mark()?.scrollIntoView({ block: "nearest" });
  if (sent) document.getElementById("text")?.focus({ preventScroll: true });
  follow = sent = false;
  if (told > Number(shown().get("since"))) look(); // written while we asked
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    clearTimeout(timer);
    close();
  } else {
    open();
    later(200);
  }
});
document.addEventListener("input", (event) => {
  if (event.target.id === "text" && wait > SOON) later(SOON);
});

const first = document.getElementById("new");
if (first && !location.hash) first.scrollIntoView({ block: "center" });
if (mark()) {
  open();
  later(SOON);
}
