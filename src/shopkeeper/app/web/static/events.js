// Reports what shoppers do, under GA4's names, to this shop's own server only.

import { ROOT } from "./root.js";

// Shops at one address share what the window keeps: each has names of its own.
const OF = ROOT === "/" ? "" : `:${ROOT.slice(1, -1)}`;
const SEEN = `shopkeeper:came-from${OF}`;
const SOURCE = `shopkeeper:source${OF}`;
const SESSION = `shopkeeper:session${OF}`;
const ENGINES = /(?:^|\.)(google|bing|baidu|sogou|duckduckgo|yahoo|yandex|so|naver|ecosia)\./;

export function reportBehaviour() {
  session();
  source();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-query-id] .card-link");
    if (link) chosen(link.closest("[data-id]"));
    if (event.target.closest("[data-checkout]")) send("begin_checkout", lines());
  });
  document.addEventListener("shop:shown", shown);
  document.addEventListener("shop:shown", watchShelves);
  document.addEventListener("shop:basket", ({ detail }) => basketChanged(detail.form, detail.page));
  shown();
  watchShelves();
  viewed();
  if (lines().length) send("view_cart", lines());
}

// A list of hits, once for each page of it.
function shown() {
  const list = document.querySelector("#hits[data-query-id]");
  if (!list) return;
  const items = [...list.querySelectorAll("[data-id]:not([data-seen])")].map(({ dataset }) => {
    dataset.seen = "";
    return { product_id: dataset.id, position: Number(dataset.position) };
  });
  if (items.length) send("view_search_results", items, { query: list.dataset.query, query_id: list.dataset.queryId });
}

// A shelf of recommendations counts as shown when half of its first product came into view.
const shelves = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
  shelves.unobserve(target);
  const list = target.closest("[data-list]");
  const items = [...list.querySelectorAll("[data-id]")].map(({ dataset }) => (
    { product_id: dataset.id, position: Number(dataset.position) }));
  send("view_item_list", items, { query_id: list.dataset.queryId });
}), { threshold: 0.5 });

function watchShelves() {
  document.querySelectorAll("[data-list]:not([data-watched])").forEach((list) => {
    list.dataset.watched = "";
    if (list.firstElementChild) shelves.observe(list.firstElementChild);
  });
}

function chosen(card) {
  remember(card);
  send("select_item", [placed({ product_id: card.dataset.id })], led(card.dataset.id));
}

// Which search led to a product is known as long as the window lives.
function remember(card) {
  const { queryId: query_id, query = "" } = card.closest("[data-query-id]").dataset;
  const from = { query_id, query, position: Number(card.dataset.position) };
  sessionStorage.setItem(SEEN, JSON.stringify({ ...origins(), [card.dataset.id]: from }));
}

function origins() {
  return JSON.parse(sessionStorage.getItem(SEEN) ?? "{}");
}

function led(id) {
  const { position, ...search } = origins()[id] ?? {};
  return search;
}

function placed(item) {
  return { ...item, position: origins()[item.product_id]?.position };
}

function viewed() {
  const product = document.querySelector(".product[data-product]");
  if (!product) return;
  const { product: product_id, variant: variant_id } = product.dataset;
  send("view_item", [placed({ product_id, variant_id })], led(product_id));
}

function lines(page = document) {
  return [...page.querySelectorAll("[data-line]")].map((line) => placed(JSON.parse(line.dataset.line)));
}

function basketChanged(form, page) {
  const card = form.closest("[data-query-id] [data-id]");
  if (card) remember(card);
  const ours = (found) => found.find((line) => line.variant_id === form.elements.variant.value);
  const [before, after] = [ours(lines()), ours(lines(page))];
  const more = form.matches(".add") ? page.querySelectorAll("[data-added]").length : (after?.quantity ?? 0) - (before?.quantity ?? 0);
  if (!more) return;
  const line = { ...(after ?? before), quantity: Math.abs(more) };
  send(more > 0 ? "add_to_cart" : "remove_from_cart", [line], led(line.product_id));
}

function send(name, items, more) {
  const event = JSON.stringify({ name, items, ...more, session_id: session(), device: device(), source: source() });
  navigator.sendBeacon(`${ROOT}v1/events`, new Blob([event], { type: "application/json" }));
}

// One visit: as long as the window lives. The cookie is for the search log.
function session() {
  let id = sessionStorage.getItem(SESSION);
  if (!id) {
    id = crypto.getRandomValues(new Uint32Array(4)).join("-");
    sessionStorage.setItem(SESSION, id);
  }
  document.cookie = `shopkeeper_session=${id}; path=${OF ? ROOT.slice(0, -1) : "/"}; samesite=lax`;
  return id;
}

function device() {
  if (!matchMedia("(pointer: coarse)").matches) return "desktop";
  return Math.min(screen.width, screen.height) >= 600 ? "tablet" : "mobile";
}

// Where the visit came from, read from its first page: the campaign in its address, else the page before it, of which only the
// host is kept. What could be somebody's address by e-mail is left out.
function source() {
  let found = sessionStorage.getItem(SOURCE);
  if (found === null) {
    found = campaign() || referrer();
    found = found.includes("@") ? "" : found.slice(0, 100);
    sessionStorage.setItem(SOURCE, found);
  }
  return found;
}

function campaign() {
  const asked = new URLSearchParams(location.search);
  const [name, medium] = ["utm_source", "utm_medium"].map((key) => (asked.get(key) ?? "").trim().toLowerCase());
  if (name) return medium ? `${name} / ${medium}` : name;
  return asked.has("gclid") ? "google / cpc" : "";
}

function referrer() {
  const host = document.referrer ? new URL(document.referrer).hostname.replace(/^www\./, "") : "";
  if (!host || host === location.hostname.replace(/^www\./, "")) return "(direct) / (none)";
  const engine = ENGINES.exec(host);
  return engine ? `${engine[1]} / organic` : `${host} / referral`;
}
