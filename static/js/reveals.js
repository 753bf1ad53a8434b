// Folds away the questions that follow a list box until their answer is chosen.
// Radios and checkboxes are folded by the design system's own script.
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
}
