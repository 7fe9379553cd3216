// The live page of a session: one clock for all, and notes that several people write at once.
// Without this script the clock shows its start and the notes have a button; the server merges either way.
const root = document.querySelector("[data-live]");
const box = root?.querySelector("[data-notes]");

function mergeSplices(sent, now, theirs) {
  // Both `now` (typed since) and `theirs` (from the server) began as `sent`. Null when they overlap.
  const cut = (a, b) => {
    let head = 0;
    while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
    let tail = 0;
    while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail])
      tail += 1;
    return { from: head, to: a.length - tail, words: b.slice(head, b.length - tail) };
  };
  const mine = cut(sent, now);
  const other = cut(sent, theirs);
  if (mine.to <= other.from) {
    return now.slice(0, mine.from + mine.words.length) + sent.slice(mine.to, other.from) + other.words + sent.slice(other.to);
  }
  if (other.to <= mine.from) {
    return sent.slice(0, other.from) + other.words + sent.slice(other.to, mine.from) + mine.words + sent.slice(mine.to);
  }
  return null;
}

function put(text) {
  // Replace what the box says; the caret stays before the same words as it was.
  if (box.value === text) return;
  const focused = document.activeElement === box;
  const before = box.value.slice(0, box.selectionStart);
  const after = box.value.slice(box.selectionStart);
  const top = box.scrollTop;
  box.value = text;
  if (!focused) return;
  const at = text.startsWith(before) ? before.length : text.endsWith(after) ? text.length - after.length : null;
  const caret = at ?? Math.min(before.length, text.length);
  box.setSelectionRange(caret, caret);
  box.scrollTop = top;
}

function notes() {
  const form = root.querySelector("[data-notes-form]");
  const state = root.querySelector("[data-notes-state]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let base = form.querySelector("[name=base]").value.replaceAll("\r\n", "\n");
  let version = Number(box.dataset.version);
  let timer = 0;
  let busy = false;

  const say = (words) => {
    state.textContent = words;
  };
  const take = (sent, answer) => {
    const now = box.value;
    if (now === sent) {
      put(answer.text);
      base = answer.text;
    } else {
      const both = mergeSplices(sent, now, answer.text);
      if (both === null) base = sent;
      else {
        put(both);
        base = answer.text;
      }
      later();
    }
    version = answer.version;
  };
  const save = async () => {
    if (busy || box.value === base) return;
    busy = true;
    const sent = box.value;
    const body = new URLSearchParams({ base, text: sent });
    try {
      const headers = { Accept: "application/json", "X-CSRFToken": token };
      const answer = await fetch(root.dataset.notesUrl, { method: "POST", body, headers });
      const told = await answer.json();
      if (answer.ok) {
        take(sent, told);
        say(told.both_changed ? "Saved. You wrote in the same place: both texts are kept." : "Saved for all of you");
      } else say(told.error ?? "Not saved yet; we try again.");
    } catch {
      say("Not connected. Your words stay here and are saved as soon as it works again.");
      later(4000);
    } finally {
      busy = false;
    }
  };
  const later = (wait = 700) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };
  const look = async () => {
    if (busy || document.hidden) return;
    const begun = root.dataset.begun ? "yes" : "";
    const query = new URLSearchParams({ version, begun });
    try {
      const answer = await fetch(`${root.dataset.notesUrl}?${query}`, { headers: { Accept: "application/json" } });
      if (answer.status !== 200) return;
      const told = await answer.json();
      if (told.begun && !begun) location.reload();
      if (busy || told.version === version) return;
      take(base, told);
      if (told.who) say(`${told.who} wrote just now`);
    } catch {
      // The next look may work; saving says so when it does not.
    }
  };
  root.querySelector("[data-notes-save]").hidden = true;
  box.addEventListener("input", () => {
    say("Writing…");
    later();
  });
  box.addEventListener("blur", save);
  addEventListener("pagehide", save);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  setInterval(look, 1500);
}

function clock() {
  const begun = root.dataset.begun ? Date.parse(root.dataset.begun) : 0;
  const left = root.querySelector("[data-left]");
  if (!begun || !left) return;
  const minutes = Number(root.dataset.minutes);
  const words = root.querySelector("[data-left-words]");
  const bar = root.querySelector("[data-elapsed]");
  const lines = [...root.querySelectorAll("[data-line]")];
  const tick = () => {
    const seconds = Math.round(minutes * 60 - (Date.now() - begun) / 1000);
    const size = Math.abs(seconds);
    left.textContent = `${Math.floor(size / 60)}:${String(size % 60).padStart(2, "0")}`;
    words.textContent = seconds >= 0 ? "left" : "over time";
    left.classList.toggle("over", seconds < 0);
    bar.value = Math.min(minutes, Math.max(0, minutes - seconds / 60));
    const now = lines.findLast((line) => Date.parse(line.dataset.at) <= Date.now());
    for (const line of lines) {
      line.classList.toggle("now", line === now && seconds >= 0);
      if (line === now && seconds >= 0) line.setAttribute("aria-current", "step");
      else line.removeAttribute("aria-current");
    }
  };
  tick();
  setInterval(tick, 1000);
}

if (root) clock();
if (box && !box.readOnly) notes();
