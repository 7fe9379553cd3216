// Shows buttons that copy the text of a field; without scripts the field can be selected by hand.
document.querySelectorAll("[data-copy]").forEach((button) => {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.lastChild.textContent = "Copied";
  });
});
document.querySelectorAll("[data-copy-from]").forEach((field) => {
  field.addEventListener("focus", () => field.select());
});
