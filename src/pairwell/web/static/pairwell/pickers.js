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

// Colleagues by name: a text field that becomes a combobox. Its value names each for certain ("Ada Mentor #12");
// without this script it takes email addresses, which may be typed here, too.
const bare = (name) => name.replace(/ #\d+$/, "");

function pickPeople(field) {
  const described = field.getAttribute("aria-describedby");
  const address = field.dataset.people;
  const line = (person, escape) =>
    `<div>${escape(person.text || bare(person.value))}${person.more ? ` <span class="text-secondary">${escape(person.more)}</span>` : ""}</div>`;
  const picker = new window.TomSelect(field, {
    plugins: { remove_button: { title: "Remove" } },
    delimiter: ",",
    maxItems: Number(field.dataset.most) || 1,
    persist: false,
    create: (typed) => ({ value: typed.trim(), text: typed.trim() }),
    createFilter: (typed) => /^\s*[^\s@,]+@[^\s@,]+\s*$/.test(typed),
    shouldLoad: (words) => words.trim().length > 1,
    searchField: ["text", "words"],
    load: (words, done) =>
      fetch(`${address}?words=${encodeURIComponent(words)}`)
        .then((answer) => answer.json())
        .then((found) => done(found.people.map((person) => ({ ...person, words }))))
        .catch(() => done()),
    render: {
      option: line,
      item: (person, escape) => `<div>${escape(bare(person.text || person.value))}</div>`,
      no_results: () => '<div class="no-results">Nobody found. Try another part of the name.</div>',
    },
    placeholder: "Type a name…",
    hidePlaceholder: true,
  });
  field.hidden = true;
  if (described) picker.control_input.setAttribute("aria-describedby", described);
}

function pickAll(root) {
  root.querySelectorAll("input[data-people]:not(.tomselected)").forEach(pickPeople);
  root.querySelectorAll("select[multiple]:not(.tomselected)").forEach(pick);
}

pickAll(document);
document.addEventListener("htmx:afterSwap", (event) => pickAll(event.target));
