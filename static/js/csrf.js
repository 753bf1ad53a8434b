// The token that proves a request comes from our own page. The cookie knows the newest one:
// signing in again in another tab changes it, and the form's own copy then is too old.
export function csrfToken() {
  const name = document.querySelector("meta[name=csrf-cookie]")?.content;
  const cookies = document.cookie.split("; ").map((pair) => pair.split("="));
  const found = cookies.find(([key]) => key === name)?.[1];
  return found ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}
