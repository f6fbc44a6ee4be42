// Follows links marked data-visit without a reload: fetches the page they lead to and swaps in
// the regions marked data-swap. A link marked data-more appends its hits to those shown.

const REGIONS = "[data-swap][id]";

export function enhanceVisits() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-visit], a[data-more]");
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if ("more" in link.dataset) append(link);
    else visit(link.href, { key: link.dataset.key });
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-visit]")) return;
    event.preventDefault();
    const query = new URLSearchParams(new FormData(event.target));
    visit(`${event.target.action}?${query}`, { key: event.target.querySelector("select")?.dataset.key });
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("form[data-visit] select")) event.target.form.requestSubmit();
  });
  let here = location.pathname + location.search;
  addEventListener("popstate", () => {
    if (here !== location.pathname + location.search) visit(location.href, { push: false });
  });
  document.addEventListener("shop:shown", () => { here = location.pathname + location.search; });
}

async function visit(url, { key, push = true }) {
  const page = await load(url);
  if (!page || !sameRegions(page)) return location.assign(url);
  for (const region of document.querySelectorAll(REGIONS)) {
    region.replaceWith(document.adoptNode(page.getElementById(region.id)));
  }
  document.title = page.title;
  if (push) history.pushState(null, "", url);
  refocus(key);
  announce();
  document.dispatchEvent(new CustomEvent("shop:shown"));
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
  document.dispatchEvent(new CustomEvent("shop:shown"));
}

async function load(url) {
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { accept: "text/html" } });
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
  } catch {
    return null; // offline: the caller lets the browser go there and say so
  } finally {
    main.removeAttribute("aria-busy");
  }
}

function sameRegions(page) {
  const regions = [...document.querySelectorAll(REGIONS)];
  return regions.length > 0 && regions.every((region) => page.getElementById(region.id));
}

function refocus(key) {
  if (!key) return;
  [...document.querySelectorAll("[data-key]")].find((link) => link.dataset.key === key)?.focus({ preventScroll: true });
}

function announce() {
  const said = document.querySelector("[data-status]")?.dataset.status;
  if (said) document.getElementById("status").textContent = said;
}
