// Questions that an answer reveals. What one radio or checkbox reveals is folded by the design
// system's own script; here: what follows a list box, or is revealed by several answers, and one
// attribute radios may not bear.
export function startReveals(root = document) {
  for (const part of root.querySelectorAll("[data-revealed-by]")) {
    const asker = document.getElementById(part.dataset.revealedBy);
    if (!asker) continue;
    const answers = part.dataset.revealedWhen.split("|");
    const fold = () => {
      part.hidden = !chosenIn(asker).some((value) => answers.includes(value));
    };
    const whole = asker.closest(".govuk-radios, .govuk-checkboxes") ?? asker;
    whole.addEventListener("change", fold);
    fold();
    addEventListener("pageshow", () => setTimeout(fold));
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

function chosenIn(asker) {
  if (asker.selectedOptions) return [...asker.selectedOptions].map((option) => option.value);
  const inputs = document.getElementsByName(asker.name);
  return [...inputs].filter((one) => one.checked && one.type !== "hidden").map((one) => one.value);
}
