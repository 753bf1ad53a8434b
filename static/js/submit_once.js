// A second press on a form that is already on its way does nothing. The server has its own guard
// (a one-time token); this one spares people the wait and the doubt.
const PATIENCE = 10_000; // after which a form may be sent again, as when it brought a download

export function startSubmitOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.onItsWay) {
      event.preventDefault();
      return;
    }
    mark(form, true);
    setTimeout(() => mark(form, false), PATIENCE);
  });
  // A page that comes back from the browser's memory is as good as new.
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach((form) => mark(form, false));
  });
}

function mark(form, sent) {
  if (sent) form.dataset.onItsWay = "yes";
  else delete form.dataset.onItsWay;
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    if (sent) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}
