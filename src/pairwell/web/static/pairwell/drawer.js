// Opens the panel when a person has been loaded into it. Without this script the link leads to a page.

const drawer = document.getElementById("drawer");

document.addEventListener("htmx:afterSwap", (event) => {
  if (drawer && event.target.id === "drawer-content" && !drawer.open) drawer.showModal();
});
drawer?.addEventListener("click", (event) => {
  if (event.target === drawer) drawer.close();
});
