// Runs without a page: shows that something waits, and opens it.
self.addEventListener("push", (event) => {
  const { title, text, url } = event.data.json();
  const shown = { body: text, tag: "notices", data: { url } };
  event.waitUntil(self.registration.showNotification(title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(new URL(event.notification.data.url, self.location.origin)));
});
