// Shows what fits the chosen kind of answer. Without this script everything is shown.

const WANTED = {
  options: ["single", "multiple", "ranked"],
  used_in_matching: ["single", "multiple", "ranked", "scale", "number", "date", "yesno", "skills"],
  matched_how: ["single", "multiple", "ranked", "scale", "number", "date", "yesno", "skills"],
  least: ["number"],
  most: ["number", "multiple", "ranked", "skills", "person"],
  levels: ["skills"],
  megabytes: ["file"],
  types: ["file"],
};

function refresh(form) {
  const kind = form.elements.kind.value;
  Object.entries(WANTED).forEach(([name, kinds]) => {
    const box = form.querySelector(`[data-question="${name}"]`);
    if (box) box.hidden = !kinds.includes(kind);
  });
  form.querySelectorAll("[data-question^='options_']").forEach((box) => {
    box.hidden = !WANTED.options.includes(kind);
  });
  form.querySelectorAll(".card").forEach((card) => {
    const boxes = [...card.querySelectorAll("[data-question]")];
    card.hidden = boxes.length > 0 && boxes.every((box) => box.hidden);
  });
}

document.querySelectorAll("[data-question-builder]").forEach((form) => {
  refresh(form);
  form.addEventListener("change", () => refresh(form));
});
