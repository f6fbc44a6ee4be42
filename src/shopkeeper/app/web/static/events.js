// Reports what shoppers see and choose, under GA4's names, to this shop's own server only.

const SEEN = "shopkeeper:came-from";

export function reportBehaviour() {
  session();
  document.addEventListener("click", (event) => {
    const card = event.target.closest(".card-link")?.closest("[data-id]");
    if (card) chosen(card);
  });
  document.addEventListener("shop:shown", shown);
  shown();
  viewed();
}

// A list of hits, once for each page of it.
function shown() {
  const list = document.querySelector("#hits[data-query-id]");
  if (!list) return;
  const fresh = [...list.querySelectorAll("[data-id]:not([data-seen])")];
  if (!fresh.length) return;
  for (const card of fresh) card.dataset.seen = "";
  send({ name: "view_search_results", query: list.dataset.query, query_id: list.dataset.queryId, items: fresh.map(item) });
}

function chosen(card) {
  const list = card.closest("[data-query-id]");
  const from = { query_id: list.dataset.queryId, query: list.dataset.query ?? "", position: Number(card.dataset.position) };
  sessionStorage.setItem(SEEN, JSON.stringify({ ...from, id: card.dataset.id }));
  send({ name: "select_item", query_id: from.query_id, query: from.query, items: [item(card)] });
}

function viewed() {
  const product = document.querySelector(".product[data-product]");
  if (!product) return;
  const from = JSON.parse(sessionStorage.getItem(SEEN) ?? "{}");
  const here = { product_id: product.dataset.product, variant_id: product.dataset.variant };
  const led = from.id === here.product_id;
  send({ name: "view_item", items: [led ? { ...here, position: from.position } : here], ...(led && { query_id: from.query_id, query: from.query }) });
}

function item(card) {
  return { product_id: card.dataset.id, position: Number(card.dataset.position) };
}

function send(event) {
  const body = JSON.stringify({ ...event, session_id: session() });
  navigator.sendBeacon("/v1/events", new Blob([body], { type: "application/json" }));
}

// One visit: as long as the window lives. The cookie tells the server which, so that a search is logged with it.
function session() {
  let id = sessionStorage.getItem("shopkeeper:session");
  if (!id) {
    id = [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    sessionStorage.setItem("shopkeeper:session", id);
  }
  document.cookie = `shopkeeper_session=${id}; path=/; samesite=lax`;
  return id;
}
