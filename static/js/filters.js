// Filter forms narrow their list as soon as an answer changes (htmx does the fetching).
// Here: a clean address, and a word to people who cannot see the list change.
export function startFilters() {
  document.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches("form.app-filter")) return;
    event.detail.path = location.pathname;
    for (const [name, value] of Object.entries(event.detail.parameters)) {
      if (value === "") delete event.detail.parameters[name];
    }
  });
  document.addEventListener("htmx:afterSwap", () => {
    const count = document.querySelector(".app-count")?.textContent.trim();
    const announce = document.getElementById("app-announce");
    if (announce) announce.textContent = count || "The list has changed";
  });
}
