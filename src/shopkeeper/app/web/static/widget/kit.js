// What the parts of the widget share: the colours of the shop's design, elements, icons, and how the shop is asked.

// These are those of design.css; a page of another shop does not have them.
const TOKENS = `:host {
  --paper: light-dark(#fbfaf7, #171614); --surface: light-dark(#fff, #211f1c); --soft: light-dark(#f3f0e9, #292622);
  --line: light-dark(#e6e1d7, #37332d); --edge: light-dark(#8d867a, #877f72);
  --ink: light-dark(#211f1c, #eeeae3); --muted: light-dark(#665f55, #aaa397);
  --accent: light-dark(#a63a24, #f0937c); --on-accent: light-dark(#fff, #2a100a);
  --good: light-dark(#2c6a45, #86c9a0); --board: #f3f0e9; --faint: #b9ae9b;
  --radius: 14px; --radius-small: 10px; --target: 44px;
  --shadow: 0 1px 2px light-dark(rgb(60 45 20 / 5%), rgb(0 0 0 / 30%)), 0 8px 24px light-dark(rgb(60 45 20 / 7%), rgb(0 0 0 / 30%));
  --sans: system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "Songti SC", "Noto Serif CJK SC", "Noto Serif SC", SimSun, serif;
}`;

const BASE = `
:host { all: initial; color-scheme: light dark; }
:host { font: 16px/1.6 var(--sans) !important; color: var(--ink) !important; letter-spacing: normal !important; word-spacing: normal !important;
  text-transform: none !important; text-indent: 0 !important; text-align: start !important; white-space: normal !important; }
:host([look=light]) { color-scheme: light; } :host([look=dark]) { color-scheme: dark; } :host([look=page]) { color-scheme: inherit; }
* { box-sizing: border-box; margin: 0; padding: 0; }
[hidden] { display: none !important; }
ul, ol { list-style: none; }
button, textarea, input { font: inherit; color: inherit; }
button { cursor: pointer; border: 1px solid var(--edge); border-radius: 20px; background: var(--surface); min-height: 36px; padding: 4px 16px; }
button:hover { border-color: var(--accent); color: var(--accent); }
button:disabled { cursor: default; opacity: .55; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
small, .note { font-size: 13px; color: var(--muted); }
svg { width: 22px; height: 22px; fill: none; stroke: currentcolor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; display: block; }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.round { flex: none; display: grid; place-items: center; width: 40px; height: 40px; padding: 0; border: 0; border-radius: 50%; background: none; }
.strong { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
.strong:hover { filter: brightness(1.08); color: var(--on-accent); }
.goods > li { min-width: 0; display: flex; flex-direction: column; border: 1px solid var(--line); border-radius: var(--radius); overflow: hidden; background: var(--surface); overflow-wrap: anywhere; }
.goods a { flex: 1; display: flex; flex-direction: column; color: inherit; text-decoration: none; }
.goods a:focus-visible { outline-offset: -3px; border-radius: var(--radius); }
.goods a:hover .title { color: var(--accent); }
.goods img, .goods i { width: 100%; aspect-ratio: 1; object-fit: contain; background: var(--board); display: grid; place-items: center; font: 600 3rem/1 var(--serif); color: var(--faint); }
.goods .title { margin: 8px 10px 0; font-size: 14px; line-height: 1.4; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.goods b { padding: 2px 10px 8px; font-size: 14px; font-variant-numeric: tabular-nums; }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }`;

const ICONS = {
  chat: "M4 5.5h16v11H11l-4.5 3.5v-3.5H4z M8 9.5h8 M8 12.5h5", close: "M6 6l12 12 M18 6L6 18", again: "M5 12a7 7 0 1 1 2.2 5.1 M5 20v-4h4",
  send: "M12 19V5 M6 11l6-6 6 6", up: "M7 10.5v9H4v-9z M7 18.5l3 1h6.5l3-7v-2H14l1-5.5-1.5-1L7 11",
  down: "M17 13.5v-9h3v9z M17 5.5l-3-1H7.5l-3 7v2H10l-1 5.5 1.5 1L17 13", search: "M17 11a6 6 0 1 1-12 0 6 6 0 0 1 12 0z M15.5 15.5L20 20",
};

// A shadow root with the shared style and one of its own.
export function rooted(host, style) {
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [TOKENS, BASE, style].map(sheet);
  return root;
}

export function sheet(text) {
  const found = new CSSStyleSheet();
  found.replaceSync(text);
  return found;
}

export function make(tag, more = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(more)) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((each) => each !== null && each !== ""));
  return element;
}

export function button(words, onclick, more = {}) {
  return make("button", { type: "button", onclick, ...more }, words);
}

export function icon(name) {
  const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"]]) svg.setAttribute(key, value);
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// A button that is a sign alone.
export function sign(name, label, onclick, more = {}) {
  return button(icon(name), onclick, { className: "round", ariaLabel: label, title: label, ...more });
}

// Keeps Tab inside of an element that covers the page.
export function trap(event, within) {
  if (event.key !== "Tab") return;
  const all = [...within.querySelectorAll("a[href], button, input, textarea, summary, [tabindex='0']")].filter((each) => each.checkVisibility() && !each.disabled);
  const [first, last] = [all[0], all.at(-1)];
  const active = within.getRootNode().activeElement;
  if (active !== (event.shiftKey ? first : last)) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

// A module that `load` imports; where a busy server refuses it, it is asked for again after a pause, under another name.
export async function loaded(load, wait = 500) {
  try {
    return await load(wait > 500 ? `?${wait}` : "");
  } catch (error) {
    if (wait > 4000) throw error;
    await new Promise((done) => setTimeout(done, wait));
    return loaded(load, 2 * wait);
  }
}

// The shop: where it is, who asks, in which language.
export class Shop {
  constructor(given) {
    Object.assign(this, given);
    this.language = (given.language || document.documentElement.lang || navigator.language).startsWith("zh") ? "zh" : "en";
    this.tag = this.language === "zh" ? "zh-Hans" : "en";
  }

  ask(path, options = {}) {
    const key = this.key ? { authorization: `Bearer ${this.key}` } : {};
    return fetch(`${this.home}/v1${path}`, { ...options, headers: { ...options.headers, ...key } });
  }

  send(path, value) {
    return this.ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(value) });
  }

  // A product's picture, name and price, that lead to its page: on the shop's own pages that of the storefront, elsewhere its own.
  card({ id, title, image, url, price_text, in_stock }, out) {
    const page = `${this.home}/p/${encodeURIComponent(id)}?lang=${this.language}`;
    const href = this.ours || !url ? page : url;
    const away = new URL(href).origin === location.origin ? {} : { target: "_blank", rel: "noopener" };
    const blank = () => make("i", { ariaHidden: "true" }, [...title][0] ?? ""); // as on the shop's own pages
    const picture = image ? make("img", { src: image.startsWith("/") ? this.home + image : image, alt: "", loading: "lazy", width: 148, height: 148 }) : blank();
    picture.addEventListener("error", () => picture.replaceWith(blank()));
    const price = [price_text, in_stock === false ? out : ""].filter(Boolean).join(" · ");
    return make("a", { href, ...away }, picture, make("span", { className: "title" }, title), make("b", {}, price));
  }
}
