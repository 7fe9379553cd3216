// The grid of working hours: arrow keys move, a mouse may draw over several. Without this it is plain check boxes.
function cellsOf(table) {
  return [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);
}

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

document.addEventListener("keydown", (event) => {
  const table = event.target.closest?.(".hours");
  const move = MOVES[event.key];
  if (!table || !move) return;
  const cells = cellsOf(table);
  const row = cells.findIndex((line) => line.includes(event.target));
  const column = cells[row].indexOf(event.target);
  const sideways = document.dir === "rtl" ? -move[1] : move[1];
  cells[row + move[0]]?.[column + sideways]?.focus();
  event.preventDefault();
});

let paint = null;
document.addEventListener("pointerdown", (event) => {
  if (event.pointerType !== "mouse" || !event.target.matches?.(".hours input")) return;
  paint = !event.target.checked;
});
document.addEventListener("pointerover", (event) => {
  if (paint === null || !event.buttons || !event.target.matches?.(".hours input")) return;
  event.target.checked = paint;
});
document.addEventListener("pointerout", (event) => {
  // The cell in which the drawing begins would otherwise wait for a click that never ends on it.
  if (paint !== null && event.buttons && event.target.matches?.(".hours input")) event.target.checked = paint;
});
document.addEventListener("pointerup", () => {
  paint = null;
});
