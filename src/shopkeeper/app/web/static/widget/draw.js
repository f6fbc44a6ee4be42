// What an answer shows, drawn: products, comparisons, orders, sources.

import { button, make } from "./kit.js";

const REACHED = { pending: 1, processed: 1, shipped: 2, delivered: 3 };

// An answer's text in parts: what stands before the cards or the table that it shows, what stands below them (what speaks for which, the
// question beside its choices), and what comes after a proposal.
export function parted(reply, proposal) {
  const table = reply.actions.some(tabled), told = plain(reply, table);
  const question = reply.actions.find(({ type, about, question: asks }) => type === "ask" && about === "choice" && asks && told.endsWith(asks))?.question ?? "";
  const [first, ...after] = proposal ? told.split(proposal).map((each) => each.trim()) : [told.slice(0, told.length - question.length).trim()];
  const [head, ...notes] = table ? first.split("\n") : [first];
  return { first: head, below: [notes.join("\n"), proposal ? "" : question].filter(Boolean), after: after.join("\n") };
}

// The text without the lines that stand on cards or in the table.
function plain(reply, table) {
  const cards = reply.actions.flatMap(({ type, products }) => (type === "show" && Array.isArray(products) ? products : []));
  const drawn = (line) => cards.some(({ title, why }) => (why || table) && /^\d\. /.test(line) && line.includes(title)) || (table && line.startsWith("· "));
  return reply.text.split("\n").filter((line) => !drawn(line)).join("\n");
}

function tabled({ about, rows }) {
  return about === "comparison" && rows?.length > 0;
}

// Products to choose from; `ticked` is what is chosen to be compared, `changed` is told.
export function goods(shop, words, products, ticked, changed) {
  const several = products.length > 1 && products.some(({ why }) => why);
  const items = products.map((each) => make("li", {}, shop.card(each, words.out), reasons(each, words), several ? tick(words, each, ticked, changed) : ""));
  return make("ul", { className: "goods", role: "list", tabIndex: 0, ariaLabel: words.goods }, ...items);
}

function reasons({ why = [], misses = [] }) {
  const lines = [...why.map((each) => `✓ ${each}`), ...misses.map((each) => `✗ ${each}`)];
  return lines.length ? make("ul", { className: "why", role: "list" }, ...lines.map((each) => make("li", {}, each))) : "";
}

function tick(words, { id, title }, ticked, changed) {
  const box = make("input", { type: "checkbox", checked: ticked.has(id), ariaLabel: `${words.tick}${words.colon}${title}` });
  box.addEventListener("change", () => {
    if (box.checked) ticked.set(id, title);
    else ticked.delete(id);
    changed();
  });
  return make("label", { className: "tick" }, box, make("span", { ariaHidden: "true" }, words.tick));
}

export function comparison(shop, words, products, rows) {
  const head = make("tr", {}, make("td"), ...products.map((each) => make("th", { scope: "col" }, each.title)));
  const lines = rows.map((row) => make("tr", row.differs ? { className: "differs" } : {}, make("th", { scope: "row" }, row.name),
    ...row.values.map((value) => make("td", {}, value))));
  return make("div", { className: "table", tabIndex: 0, role: "group", ariaLabel: words.table }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...lines)));
}

// An order: where it stands, what is in it, its parcels; `say` asks for what is usual next.
export function order(words, { id, status, status_text, placed_text, total_text, lines, parcels }, say) {
  const reached = REACHED[status];
  const steps = words.steps.map((each, at) => make("li", at < reached ? { className: "done" } : {}, each));
  const next = say && words.can[status] ? button(words.can[status], () => say(words.may[status].replace("{id}", id))) : "";
  return make("article", { className: "order", ariaLabel: id }, make("p", {}, make("b", {}, id), make("span", { className: "state" }, status_text)),
    make("small", {}, words.placed.replace("{day}", placed_text)), reached ? make("ol", { className: "steps" }, ...steps) : "",
    make("ul", {}, ...lines.map(({ title, quantity }) => make("li", {}, `${title} × ${quantity}`))), ...parcels.map((each) => make("p", {}, parcel(words, each))),
    make("p", {}, make("b", {}, words.total.replace("{sum}", total_text)), next));
}

function parcel(words, { carrier, number, sent_text, there_text }) {
  const when = there_text ? words.gone.replace("{day}", there_text) : sent_text ? words.sent.replace("{day}", sent_text) : "";
  return make("small", {}, [`${words.parcel}${words.colon}${carrier} ${number}`.trim(), when].filter(Boolean).join(" · "));
}

export function sources(words, found) {
  const quotes = [...new Set(found.map((each) => each.quote).filter((quote) => quote.length > 12))].slice(0, 5);
  return quotes.length ? make("details", {}, make("summary", {}, words.sources), ...quotes.map((each) => make("blockquote", {}, each))) : "";
}

export function bubble(words, kind, text, who = "") {
  const whose = { you: words.you, it: words.it, person: words.person.replace("{who}", who) }[kind];
  return make("div", { className: `said ${kind}` }, make("span", { className: "quiet" }, `${whose}${words.colon}`), who ? make("b", { ariaHidden: "true" }, who) : "", make("p", {}, text));
}
