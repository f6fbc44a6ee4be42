// The buttons in the corner of a page, and what opens the parts: chat.js and find.js.

import { Shop, button, icon, loaded, make, rooted } from "./kit.js";

const WORDS = {
  en: { open: "Chat with us", find: "Search the shop" },
  zh: { open: "在线客服", find: "搜索商品" },
};

const STYLE = `
.corner { position: fixed; z-index: 2147483000; right: 20px; bottom: 20px; display: flex; gap: 10px; }
.launch { display: flex; align-items: center; justify-content: center; gap: 8px; min-width: 52px; height: 52px; padding: 0 20px; border: 0; border-radius: 26px;
  background: var(--accent); color: var(--on-accent); font-weight: 600; box-shadow: var(--shadow); }
.launch:hover { color: var(--on-accent); filter: brightness(1.08); }
.launch.find { padding: 0; border: 1px solid var(--edge); background: var(--surface); color: var(--ink); }
@media (max-width: 520px) {
  .corner { right: 14px; bottom: 14px; }
  .launch { padding: 0; }
  .launch span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}`;

let shop;

class Chat extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    looking(this);
    const words = WORDS[shop.language], page = this.hasAttribute("page"), root = rooted(this, STYLE);
    const finds = shop.parts.includes("search") && !document.querySelector("shopkeeper-search");
    this.find = finds ? button(icon("search"), () => this.search(), { className: "launch find", ariaLabel: words.find, title: words.find, ariaHasPopup: "dialog" }) : null;
    this.launch = button(icon("chat"), () => this.show(), { className: "launch", ariaExpanded: "false", ariaHasPopup: "dialog", hidden: !shop.parts.includes("chat") });
    this.launch.append(make("span", {}, words.open));
    this.corner = make("div", { className: "corner", lang: shop.tag, hidden: page }, this.find, this.launch);
    root.append(this.corner);
    if (page) this.show(asked(this));
  }

  // Opens the chat; `more` may name a product that is spoken of, and words to say.
  async show(more = {}) {
    this.opening ??= loaded((again) => import(`./chat.js${again}`)).then(({ Panel }) => new Panel(this, shop));
    const panel = await this.opening.catch(() => (this.opening = null));
    if (!panel) return;
    this.corner.hidden = true;
    this.launch.ariaExpanded = "true";
    await panel.show(more);
  }

  hidden_() {
    this.corner.hidden = false;
    this.launch.ariaExpanded = "false";
    this.launch.focus();
  }

  async search() {
    this.finding ??= loaded((again) => import(`./find.js${again}`))
      .then(({ Find }) => new Find(this.shadowRoot, shop, { ask: (product) => this.show({ product }), back: this.find }));
    (await this.finding.catch(() => (this.finding = null)))?.open();
  }
}

class Search extends HTMLElement {
  async connectedCallback() {
    if (this.shadowRoot) return;
    looking(this);
    const root = rooted(this, "");
    const { Find } = await loaded((again) => import(`./find.js${again}`));
    new Find(root, shop, { ask: (product) => document.querySelector("shopkeeper-chat")?.show({ product }) });
  }
}

function looking(element) {
  if (!element.hasAttribute("look")) element.setAttribute("look", shop.look ?? (shop.ours ? "page" : ""));
}

// What the address of the chat's page asks for. Words are said at once where a page of the shop led here, else they wait in the field.
function asked(element) {
  const { about: id, title, say } = element.dataset;
  return { ...(id ? { product: { id, title } } : {}), say, said: document.referrer.startsWith(`${location.origin}/`) };
}

export function begin(given) {
  if (customElements.get("shopkeeper-chat")) return; // the script stands twice in the page
  shop = new Shop(given);
  customElements.define("shopkeeper-chat", Chat);
  customElements.define("shopkeeper-search", Search);
  const chat = document.querySelector("shopkeeper-chat") ?? document.body.appendChild(make("shopkeeper-chat"));
  document.addEventListener("shopkeeper:ask", (event) => { event.preventDefault(); chat.show(event.detail ?? {}); });
}
