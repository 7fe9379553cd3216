// Turns long multiple selects into searchable pickers; without this script they stay plain selects.
// A long catalog is only listed in part: the rest, and synonyms, are asked for while somebody types.
function remote(select) {
  const address = select.dataset.search;
  if (!address) return {};
  return {
    load: (words, done) =>
      fetch(`${address}?words=${encodeURIComponent(words)}`)
        .then((answer) => answer.json())
        .then((found) => done(found.skills.map((skill) => ({ ...skill, words }))))
        .catch(() => done()),
    searchField: ["text", "words"],
  };
}

function pick(select) {
  const described = select.getAttribute("aria-describedby");
  const picker = new window.TomSelect(select, {
    plugins: { remove_button: { title: "Remove" } },
    maxOptions: 60,
    hidePlaceholder: true,
    placeholder: "Type to search…",
    ...remote(select),
  });
  // The picker takes the label for itself. The select behind it is only what the form sends: nobody sees it.
  select.hidden = true;
  if (described) picker.control_input.setAttribute("aria-describedby", described);
}

function pickAll(root) {
  root.querySelectorAll("select[multiple]:not(.tomselected)").forEach(pick);
}

pickAll(document);
document.addEventListener("htmx:afterSwap", (event) => pickAll(event.target));
