// Keeps what is typed on the server while it is typed: <form data-autosave="KEY" data-autosave-url="…">.
// It never keeps a session alive, and leaves nothing in the browser's storage.
import { csrfToken } from "./csrf.js";

const PAUSE = 1_500; // quiet time after a key before saving
const RETRY = 10_000;
const NEVER_SENT = new Set(["csrfmiddlewaretoken", "form_key", "lock_version", "once_token"]);
const forms = [];

export function startAutosave() {
  for (const form of document.querySelectorAll("form[data-autosave]")) forms.push(new Autosave(form));
}

/** Saves every form that has something unsent. Resolves to whether everything is kept. */
export async function saveAllNow() {
  await Promise.all(forms.map((form) => form.save()));
  return forms.every((form) => form.leaving || !form.isUnsent());
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.line = document.querySelector("[data-saved-line]");
    this.kept = this.fields();
    this.lastSaved = "";
    this.leaving = false;

    form.addEventListener("input", () => this.soon(PAUSE));
    form.addEventListener("change", () => this.soon(PAUSE));
    form.addEventListener("focusout", () => this.soon(0));
    form.addEventListener("submit", () => {
      this.leaving = true;
      clearTimeout(this.timer);
      this.sending?.abort();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save({ keepalive: true });
    });
    addEventListener("online", () => this.soon(0));
    addEventListener("pageshow", (event) => {
      if (event.persisted) this.leaving = false;
    });
    addEventListener("beforeunload", (event) => {
      if (!this.leaving && this.isUnsent()) event.preventDefault();
    });
  }

  isUnsent() {
    return this.fields() !== this.kept;
  }

  soon(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save({ keepalive = false } = {}) {
    const fields = this.fields();
    if (this.leaving || fields === this.kept) return;
    clearTimeout(this.timer);
    this.sending?.abort();
    const sending = (this.sending = new AbortController());
    try {
      const answer = await fetch(this.form.dataset.autosaveUrl, {
        method: "POST",
        redirect: "manual",
        keepalive,
        signal: sending.signal,
        headers: { "X-CSRFToken": csrfToken(), "X-Autosave": "1", Accept: "application/json" },
        body: new URLSearchParams({
          form_key: this.form.dataset.autosave,
          person: document.body.dataset.person ?? "",
          began_from: this.value("lock_version"),
          fields,
        }),
      });
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) this.saved(fields, told.message);
      else this.notSaved(told.message || reason(answer), { again: answer.status !== 413 });
    } catch (error) {
      if (error.name !== "AbortError") this.notSaved(navigator.onLine ? "the server cannot be reached" : "you are offline");
    }
  }

  saved(fields, message = "") {
    this.kept = fields;
    this.lastSaved = clock();
    this.say(`✓ Saved ${this.lastSaved}. ${message || this.line?.dataset.savedWho || ""}`, false);
    if (this.isUnsent()) this.soon(PAUSE);
  }

  notSaved(why, { again = true } = {}) {
    const since = this.lastSaved ? `Not saved since ${this.lastSaved}` : "Not saved";
    this.say(`${since}: ${why}${/[.!]$/.test(why) ? "" : ", keep this page open."}`, true);
    if (again) this.soon(RETRY);
  }

  say(words, isProblem) {
    if (!this.line || this.line.textContent === words) return;
    this.line.textContent = words;
    this.line.classList.toggle("app-saved--problem", isProblem);
  }

  value(name) {
    return this.form.elements.namedItem(name)?.value ?? "";
  }

  /** The typed values as JSON: a text for each name, a list where a name stands more than once. */
  fields() {
    const values = {};
    for (const [name, value] of new FormData(this.form)) {
      if (NEVER_SENT.has(name) || typeof value !== "string" || this.isSecret(name)) continue;
      if (!(name in values)) values[name] = value;
      else values[name] = [].concat(values[name], value);
    }
    return JSON.stringify(values);
  }

  isSecret(name) {
    return this.form.elements.namedItem(name)?.type === "password";
  }
}

function reason(answer) {
  const signedOut = answer.type === "opaqueredirect" || [401, 403].includes(answer.status);
  return signedOut ? "you are signed out: sign in again in another tab" : "the server could not keep it";
}

function clock() {
  return new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
