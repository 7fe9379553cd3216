// Questions that wait for another answer, and levels of chosen skills. Without this script every question is
// shown with the words that say when it counts, and levels appear when the page comes back.

function answersTo(form, name) {
  return [...form.elements]
    .filter((one) => one.name === name)
    .flatMap((one) => {
      if (one.type === "radio" || one.type === "checkbox") return one.checked ? [one.value] : [];
      return [one.value];
    });
}

function refresh(form) {
  form.querySelectorAll("[data-shown-if]").forEach((box) => {
    const target = form.querySelector(`[data-question="${box.dataset.shownIf}"]`);
    const said = target?.hidden ? [] : answersTo(form, box.dataset.shownIf);
    const wanted = box.dataset.shownFor.split(" ");
    box.hidden = !said.some((one) => wanted.includes(one));
  });
}

function showLevels(select) {
  const place = document.getElementById(select.dataset.skillLevels);
  const pattern = document.getElementById(`${select.dataset.skillLevels}_template`);
  const chosen = [...select.selectedOptions];
  const keys = new Set(chosen.map((one) => one.value));
  place.querySelectorAll("[data-skill-row]").forEach((row) => {
    if (!keys.has(row.dataset.skillRow)) row.remove();
  });
  chosen.forEach((option) => {
    if (place.querySelector(`[data-skill-row="${CSS.escape(option.value)}"]`)) return;
    const row = pattern.content.firstElementChild.cloneNode(true);
    row.dataset.skillRow = option.value;
    row.querySelector("span").textContent = option.textContent;
    row.querySelectorAll("select").forEach((one) => {
      one.name = one.name.replace("KEY", option.value);
      one.setAttribute("aria-label", one.getAttribute("aria-label").replace("LABEL", option.textContent));
    });
    place.append(row);
  });
}

document.querySelectorAll("form:has([data-shown-if])").forEach((form) => {
  refresh(form);
  refresh(form);
  form.addEventListener("change", () => {
    refresh(form);
    refresh(form);
  });
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-skill-levels]")) showLevels(event.target);
});
