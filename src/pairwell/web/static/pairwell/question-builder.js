// Shows what fits the chosen kind of answer. Without this script everything is shown.

const WANTED = {
  options: ["single", "multiple", "ranked"],
  used_in_matching: ["single", "multiple", "ranked", "scale", "number", "date", "yesno", "skills", "hours"],
  matched_how: ["single", "multiple", "ranked", "scale", "number", "date", "yesno", "skills", "hours"],
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

// Further answers are those to the question that was chosen first.
function refreshCondition(form) {
  const first = form.elements.shown_if;
  const box = form.querySelector("[data-question='shown_if_more']");
  if (!first || !box) return;
  const question = first.value.split("=")[0];
  box.hidden = !first.value;
  box.querySelectorAll("input").forEach((one) => {
    const fits = one.value.split("=")[0] === question && one.value !== first.value;
    one.closest("div").hidden = !fits;
    if (!fits) one.checked = false;
  });
}

document.querySelectorAll("[data-question-builder]").forEach((form) => {
  refresh(form);
  refreshCondition(form);
  form.addEventListener("change", () => {
    refresh(form);
    refreshCondition(form);
  });
});
