// Warns before the idle limit ends the session, keeps what is typed, then goes to the sign-in page.
// Other tabs of the same person share only the time of the last contact with the server.
import { saveAllNow } from "./autosave.js";
import { csrfToken } from "./csrf.js";

const SHARED = "last-contact";
const MARGIN = 20_000; // the last save must still be inside the session
const TICK = 5_000;

export function startIdle() {
  const banner = document.querySelector("[data-module='app-idle']");
  if (banner) new Idle(banner);
}

class Idle {
  constructor(banner) {
    this.banner = banner;
    this.text = banner.querySelector("[data-idle-text]");
    this.limit = Number(banner.dataset.minutes) * 60_000;
    this.warnAt = this.limit - Number(banner.dataset.warningMinutes) * 60_000;
    this.contact();
    banner.querySelector("[data-idle-extend]").addEventListener("click", () => this.extend());
    document.addEventListener("visibilitychange", () => this.look());
    document.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.successful) this.contact();
    });
    this.start();
  }

  start() {
    this.timer = setInterval(() => this.look(), TICK);
  }

  contact() {
    this.last = Date.now();
    this.banner.hidden = true;
    try {
      localStorage.setItem(SHARED, String(this.last));
    } catch {
      // Storage is refused: each tab then counts for itself.
    }
  }

  silence() {
    let shared = 0;
    try {
      shared = Number(localStorage.getItem(SHARED));
    } catch {
      // As above.
    }
    return Date.now() - Math.max(this.last, Math.min(shared, Date.now()));
  }

  look() {
    const silence = this.silence();
    if (silence >= this.limit - MARGIN) this.end(Math.max(this.limit - silence, 0));
    else if (silence >= this.warnAt) this.warn(Math.ceil((this.limit - silence) / 60_000));
    else this.banner.hidden = true;
  }

  warn(minutes) {
    const words = `You will be signed out in ${minutes} ${minutes === 1 ? "minute" : "minutes"}. What you typed is kept.`;
    if (this.text.textContent !== words) this.text.textContent = words;
    this.banner.hidden = false;
  }

  async extend() {
    try {
      const answer = await fetch(this.banner.dataset.extendUrl, {
        method: "POST",
        redirect: "manual",
        headers: { "X-CSRFToken": csrfToken(), Accept: "application/json" },
      });
      if (!answer.ok) throw new Error("refused");
      this.contact();
    } catch {
      this.text.textContent = "We could not keep you signed in. Copy anything you need, then sign in again.";
    }
  }

  /** Keeps the text, ends the session, and leads to the sign-in page, which leads back here. */
  async end(wait) {
    clearInterval(this.timer);
    const isKept = await saveAllNow();
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (this.silence() < this.warnAt) return this.start();
    await this.signOut();
    if (!isKept) {
      this.text.textContent = "You are signed out, but your text is not saved yet. Keep this page open and sign in again in another tab.";
      this.banner.hidden = false;
      return undefined;
    }
    const { signInUrl, nextName } = this.banner.dataset;
    const here = encodeURIComponent(location.pathname + location.search);
    return location.assign(`${signInUrl}?${nextName}=${here}`);
  }

  async signOut() {
    const { signOutUrl } = this.banner.dataset;
    const headers = { "X-CSRFToken": csrfToken(), "X-Autosave": "1" };
    // Where the network is gone the server ends the session by itself.
    await fetch(signOutUrl, { method: "POST", redirect: "manual", headers }).catch(() => {});
  }
}
