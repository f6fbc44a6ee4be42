// Follows links and forms marked data-visit without a reload: swaps in the regions marked data-swap
// of the page they lead to. A link marked data-more appends its hits to those shown.

import { ROOT } from "./root.js";

const REGIONS = "[data-swap][id]";
const BASKET = "#basket-link, #basket-note";

export function enhanceVisits() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-more], a[data-visit]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if ("more" in link.dataset) append(link);
    else visit(link.href, { key: link.dataset.key });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-visit]")) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    if (form.method === "post") send(form, fields, event.submitter?.dataset.key);
    else visit(`${form.action}?${fields}`, { key: form.elements.sort?.dataset.key });
  });
  document.addEventListener("change", (event) => event.target.closest(".sort, .stepper")?.requestSubmit());
  let here = location.pathname + location.search;
  addEventListener("popstate", () => {
    if (here !== location.pathname + location.search) visit(location.href, { push: false });
  });
  document.addEventListener("shop:shown", () => (here = location.pathname + location.search));
}

async function visit(url, { key, push = true }) {
  const page = await load(url);
  const fits = page && [...document.querySelectorAll(REGIONS)].every((region) => page.getElementById(region.id));
  if (!fits) return location.assign(url);
  swap(page, REGIONS);
  document.title = page.title;
  if (push) history.pushState(null, "", url);
  refocus(key);
  announce("[data-status]");
  document.dispatchEvent(new Event("shop:shown"));
}

// A change of the basket answers with the basket's page, of which other pages take their share.
async function send(form, body, key) {
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  const page = await load(form.action, { method: "POST", body });
  if (!page) return location.assign(`${ROOT}basket`);
  document.dispatchEvent(new CustomEvent("shop:basket", { detail: { form, page } }));
  swap(page, form.matches(".add") ? BASKET : REGIONS);
  form.ariaBusy = null;
  refocus(key);
  announce(document.querySelector("#basket-note:empty") ? "[data-status]" : "#basket-note");
}

async function append(link) {
  const page = await load(link.href);
  const hits = page?.getElementById("hits");
  if (!hits) return location.assign(link.href);
  const first = hits.firstElementChild;
  document.getElementById("hits").append(...hits.children);
  const more = page.querySelector("[data-more]");
  if (more) link.replaceWith(document.adoptNode(more));
  else link.remove();
  first.querySelector("a").focus({ preventScroll: true });
  document.dispatchEvent(new Event("shop:shown"));
}

async function load(url, options) {
  const main = document.getElementById("main");
  main.ariaBusy = "true";
  try {
    const answer = await fetch(url, { ...options, headers: { accept: "text/html" } });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null; // offline: the browser will say so
  } finally {
    main.ariaBusy = null;
  }
}

function swap(page, regions) {
  for (const region of document.querySelectorAll(regions)) region.replaceWith(document.adoptNode(page.getElementById(region.id)));
}

// Back to where the focus was, or beside it when that can no longer be pressed.
function refocus(key) {
  if (!key) return;
  const found = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  (found?.disabled ? found.form.elements.quantity : found)?.focus({ preventScroll: true });
}

function announce(where) {
  const said = document.querySelector(where)?.dataset.status;
  if (said) document.getElementById("status").textContent = said;
}
