// The Menu button of a narrow screen. Without script the links simply stand there.
export function startMenu() {
  const top = document.querySelector("[data-module='app-menu']");
  const button = top?.querySelector("[data-menu-button]");
  if (!button) return;

  const show = (open) => {
    top.classList.toggle("app-top--open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  top.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") {
      show(false);
      button.focus();
    }
  });
}
