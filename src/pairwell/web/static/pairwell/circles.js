// Members of circles can be dragged onto another circle; what that costs is shown before they are let go.
// Without this script, and with a keyboard, the form below the circles does the same.
const table = document.querySelector("[data-circles]");
const WAITING = "…";
const costs = new Map();
let seat = null;
let over = null;
let move = null;

function asked(circle) {
  return new URLSearchParams({ kind: "move", member: seat.dataset.seat, other: circle.dataset.circle });
}

function costOf(circle) {
  const query = asked(circle).toString();
  if (!costs.has(query)) {
    const answer = fetch(`${table.dataset.circles}?${query}`, { headers: { "HX-Request": "true" } });
    costs.set(query, answer.then((got) => (got.ok ? got.text() : Promise.reject(got))));
    costs.get(query).catch(() => costs.delete(query));
  }
  return costs.get(query);
}

async function show(circle) {
  const box = circle.querySelector("[data-cost]");
  box.hidden = false;
  box.textContent = WAITING;
  const words = await costOf(circle).catch(() => "");
  if (over !== circle) return;
  const { body } = new DOMParser().parseFromString(words, "text/html");
  move = body.querySelector("[data-move]"); // the table is inside a form, and forms can not be nested
  move?.remove();
  box.replaceChildren(...body.childNodes);
  circle.classList.toggle("circle-refuses", !move);
}

function leave() {
  if (!over) return;
  over.classList.remove("circle-over", "circle-refuses");
  over.querySelector("[data-cost]").hidden = true;
  over = move = null;
}

function enter(event) {
  const circle = event.target.closest("[data-circle]");
  if (!seat || !circle || circle.contains(seat)) return leave();
  event.preventDefault();
  if (circle === over) return;
  leave();
  over = circle;
  circle.classList.add("circle-over");
  show(circle);
}

function drop(event) {
  if (!seat || !over) return;
  event.preventDefault();
  const box = over.querySelector("[data-cost]");
  if (box.textContent === WAITING) location.assign(`${table.dataset.circles}?${asked(over)}`);
  else if (move) document.body.appendChild(move).requestSubmit();
}

if (table) {
  const hint = document.querySelector("[data-drag-hint]");
  if (hint) hint.hidden = false;
  table.querySelectorAll("[data-seat]").forEach((one) => {
    one.draggable = true;
  });
  table.addEventListener("dragstart", (event) => {
    seat = event.target.closest("[data-seat]");
    if (seat) event.dataTransfer.setData("text/plain", seat.textContent.trim());
  });
  table.addEventListener("dragenter", enter);
  table.addEventListener("dragover", enter);
  table.addEventListener("drop", drop);
  table.addEventListener("dragend", () => {
    leave();
    seat = null;
  });
}
