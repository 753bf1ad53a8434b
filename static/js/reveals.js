// Questions that an answer reveals. Radios and checkboxes are folded by the design system's own
// script; here: the questions that follow a list box, and one attribute radios may not bear.
export function startReveals(root = document) {
  for (const part of root.querySelectorAll("[data-revealed-by]")) {
    const select = document.getElementById(part.dataset.revealedBy);
    if (!select) continue;
    const fold = () => {
      const chosen = [...select.selectedOptions].map((option) => option.value);
      part.hidden = !chosen.includes(part.dataset.revealedWhen);
    };
    select.addEventListener("change", fold);
    fold();
  }
  dropExpanded();
  document.addEventListener("click", dropExpanded);
  addEventListener("pageshow", () => setTimeout(dropExpanded));
}

// The design system says "expanded" on radios, which ARIA allows on checkboxes only.
function dropExpanded() {
  for (const radio of document.querySelectorAll(".govuk-radios__input[aria-expanded]")) {
    radio.removeAttribute("aria-expanded");
  }
}
