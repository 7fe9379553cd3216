// Notifications on this device: asks the browser, and gives what it says to the site by an ordinary form.
const form = document.querySelector("[data-push]");
const said = document.querySelector("[data-push-said]");
const can = form && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const say = (text) => (said.textContent = text);

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.codePointAt(0));
}

async function subscription() {
  const worker = await navigator.serviceWorker.register(form.dataset.worker);
  while (!worker.active) await new Promise((done) => setTimeout(done, 50));
  const before = await worker.pushManager.getSubscription();
  await before?.unsubscribe(); // it may have been made for another key
  const key = bytes(form.dataset.push);
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function add(event) {
  event.preventDefault();
  if ((await Notification.requestPermission()) !== "granted") {
    say("Your browser does not allow notifications from this site. Allow them in its settings, then try again.");
    return;
  }
  try {
    const { endpoint, keys } = (await subscription()).toJSON();
    form.elements.endpoint.value = endpoint;
    form.elements.key.value = keys.p256dh;
    form.elements.secret.value = keys.auth;
    form.submit();
  } catch (problem) {
    say(`Your browser could not be reached by its push service (${problem.message}).`);
  }
}

async function offer() {
  if (Notification.permission === "denied") {
    say("Notifications from this site are blocked in this browser. Allow them in its settings, then open this page again.");
    return;
  }
  const worker = await navigator.serviceWorker.getRegistration(form.dataset.worker);
  const isOn = "isHere" in form.dataset && (await worker?.pushManager.getSubscription());
  form.hidden = Boolean(isOn);
  if (isOn) say("This device is told.");
  else if ("isHere" in form.dataset) say("This browser has dropped what it was told here. Add it again if you like.");
}

if (can) {
  form.addEventListener("submit", add);
  offer();
} else if (said) {
  say("This browser takes no notifications from websites.");
}
