// Comfort only: without this file everything can be read and done as well.
"use strict";
const typing = (node) => node.closest("input, textarea, select, [contenteditable]");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const hits = [...document.querySelectorAll(".hits h2 a")];
  const at = hits.indexOf(document.activeElement);
  const go = (selector) => document.querySelector(selector)?.click();
  if (event.key === "/") { document.querySelector("#q")?.focus(); event.preventDefault(); }
  else if (event.key === "j") hits[Math.min(at + 1, hits.length - 1)]?.focus();
  else if (event.key === "k") hits[Math.max(at - 1, 0)]?.focus();
  else if (event.key === "n") go("a[rel=next]");
  else if (event.key === "p") go("a[rel=prev]");
});
for (const input of document.querySelectorAll(".slider input[type=range]")) {
  input.addEventListener("change", () => input.form.submit());
}
for (const choice of document.querySelectorAll(".search select, .search input[type=checkbox]")) {
  choice.addEventListener("change", () => choice.form.submit());
}
// What goes on is looked at again by itself, while somebody looks.
const live = document.querySelector("#live");
const pause = Number(live?.dataset.refresh || 0);
if (pause) {
  setInterval(async () => {
    if (document.hidden) return;
    const answer = await fetch(location.pathname + location.search).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#live");
    const now = document.querySelector("#live");
    if (fresh && now && fresh.innerHTML !== now.innerHTML) now.replaceWith(document.importNode(fresh, true));
  }, pause * 1000);
}
