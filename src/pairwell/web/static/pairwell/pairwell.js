// Small behaviors of every page; each works on attributes, none is needed for a form to work.

function switchTheme() {
  const now = document.documentElement.getAttribute("data-bs-theme");
  try {
    localStorage.setItem("theme", now === "dark" ? "light" : "dark");
  } catch {
    // Storage may be forbidden; the system's theme stays.
  }
  dispatchEvent(new Event("pairwell:theme"));
}

function focusErrors(root) {
  root.querySelector("[data-focus-me]")?.focus();
}

// On a phone what was found comes first; its filters open at a touch.
function foldWhenNarrow(root) {
  if (matchMedia("(min-width: 992px)").matches) return;
  root.querySelectorAll("details[data-fold-when-narrow]").forEach((one) => {
    one.open = false;
  });
}

function selectAll(box) {
  const boxes = document.querySelectorAll(`input[name="${box.dataset.selectAll}"]`);
  boxes.forEach((one) => {
    one.checked = box.checked;
  });
  document.dispatchEvent(new CustomEvent("pairwell:selection"));
}

function submitOnce(form) {
  if (form.dataset.sent) return false;
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
  return true;
}

// Who leaves a browser leaves no notifications behind there; the site itself forgets the device in any case.
async function endPush() {
  for (const worker of await navigator.serviceWorker.getRegistrations()) {
    for (const shown of await worker.getNotifications()) shown.close();
    await (await worker.pushManager?.getSubscription())?.unsubscribe();
  }
}

function endPushFirst(event) {
  if (event.defaultPrevented || !navigator.serviceWorker) return;
  event.preventDefault();
  const longEnough = new Promise((done) => setTimeout(done, 1000));
  Promise.race([endPush().catch(() => {}), longEnough]).then(() => event.target.submit());
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-theme-switch]")) switchTheme();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) selectAll(event.target);
  if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("form[method=post]") && !submitOnce(event.target)) event.preventDefault();
  if (event.target.matches("[data-ends-push]")) endPushFirst(event);
});
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));
focusErrors(document);
foldWhenNarrow(document);
