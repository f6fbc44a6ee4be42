// Search for any page: a box with suggestions, and what was found below it. In the page where <shopkeeper-search> stands, else in a window.

import { button, icon, make, sheet, sign, trap } from "./kit.js";

const WAIT = 140; // ms of quiet before suggestions are asked for
const PAGE = 12;

const WORDS = {
  en: {
    name: "Search the shop", hint: "What are you looking for?", go: "Search", close: "Close the search", some: "{n} suggestions", found: "{n} products", none: "Nothing found for “{q}”.",
    meant: "Did you mean", more: "Show more", ask: "Ask about this", out: "out of stock", lost: "The search does not answer at the moment.", category: "Category", brand: "Brand", product: "Product",
    relaxed: "Nothing meets all of it; left aside: {what}.", colon: ": ",
  },
  zh: {
    name: "搜索商品", hint: "您在找什么？", go: "搜索", close: "关闭搜索", some: "{n} 条建议", found: "{n} 件商品", none: "没有找到“{q}”。",
    meant: "您是不是要找", more: "查看更多", ask: "问问这款", out: "缺货", lost: "搜索暂时没有回应。", category: "分类", brand: "品牌", product: "商品",
    relaxed: "没有全部符合的，先放宽了：{what}。", colon: "：",
  },
};

const STYLE = `
:host { display: block; }
.find { position: relative; color: var(--ink); text-align: start; }
.window { position: fixed; z-index: 2147483001; inset: 24px max(24px, calc(50vw - 420px)) auto; max-height: calc(100dvh - 48px); display: flex; flex-direction: column; padding: 16px;
  border: 1px solid var(--line); border-radius: 18px; background: var(--paper); box-shadow: var(--shadow), 0 16px 56px rgb(40 30 10 / 22%); }
.find form { flex: none; display: flex; gap: 8px; align-items: center; }
.box { flex: 1; position: relative; min-width: 0; display: flex; }
.box input { flex: 1; min-width: 0; height: 48px; padding: 0 56px 0 20px; border: 1px solid var(--edge); border-radius: 24px; background: var(--surface); font-size: 16px; appearance: none; }
.box input::placeholder { color: var(--muted); opacity: 1; } .box input::-webkit-search-cancel-button { appearance: none; }
.box .round { position: absolute; right: 4px; top: 4px; background: var(--accent); color: var(--on-accent); }
.list { position: absolute; z-index: 3; inset: 54px 0 auto; max-height: min(60dvh, 440px); overflow: auto; padding: 6px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); box-shadow: var(--shadow); }
.list a { display: flex; justify-content: space-between; gap: 16px; padding: 9px 12px; border-radius: var(--radius-small); color: inherit; text-decoration: none; line-height: 1.45; }
.list a:hover, .list [aria-selected=true] { background: var(--soft); } .list [aria-selected=true] { box-shadow: inset 3px 0 var(--accent); }
.list small { flex: none; }
.found { min-height: 0; overflow-y: auto; overscroll-behavior: contain; }
.find:not(.window) .found:not(:empty) { position: absolute; z-index: 2147482000; inset: 54px 0 auto; max-height: min(75dvh, 680px); padding: 8px 12px 12px; border: 1px solid var(--line);
  border-radius: var(--radius); background: var(--paper); box-shadow: var(--shadow), 0 16px 56px rgb(40 30 10 / 22%); }
.found p { display: flex; align-items: center; gap: 8px; padding: 4px; font-size: 14px; color: var(--muted); } .found p span { flex: 1; }
.found .goods { display: grid; grid-template-columns: repeat(auto-fill, minmax(126px, 1fr)); gap: 12px; padding: 3px; overflow: visible; }
.found .goods a { flex: 1; } .found .goods button { margin: 0 8px 8px; font-size: 13px; min-height: 36px; padding: 2px 8px; }
.more { display: block; margin: 12px auto 4px; }
@media (max-width: 520px) { .window { inset: 0; max-height: none; border: 0; border-radius: 0; } }`;

export class Find {
  // `ask` opens the chat about a product; with `back`, which gets the focus when it closes, it is a window.
  constructor(root, shop, { ask, back = null }) {
    const words = WORDS[shop.language];
    Object.assign(this, { shop, words, ask, back });
    this.input = make("input", { type: "search", name: "q", maxLength: 1000, placeholder: words.hint, ariaLabel: words.name, autocomplete: "off", enterKeyHint: "search",
      role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false", "aria-controls": "list" });
    this.list = make("div", { id: "list", className: "list", role: "listbox", ariaLabel: words.name, hidden: true });
    this.status = make("span", { className: "quiet", role: "status" });
    this.found = make("div", { className: "found" });
    const go = make("button", { type: "submit", className: "round", ariaLabel: words.go }, icon("search"));
    const form = make("form", { role: "search" }, make("div", { className: "box" }, this.input, go, this.list), back ? sign("close", words.close, () => this.close()) : "");
    this.frame = make("div", { className: back ? "find window" : "find", lang: shop.tag, ...(back ? { role: "dialog", ariaLabel: words.name, hidden: true } : {}) }, form, this.status, this.found);
    this.listen(form);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet(back ? STYLE.replace(":host { display: block; }", "") : STYLE)];
    root.append(this.frame);
  }

  listen(form) {
    form.addEventListener("submit", (event) => { event.preventDefault(); this.search({ q: this.input.value.trim() }); });
    this.input.addEventListener("input", (event) => event.isComposing || this.later());
    this.input.addEventListener("compositionend", () => this.later());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.suggest([]));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.frame.addEventListener("keydown", (event) => (event.key === "Escape" ? this.close() : this.back && trap(event, this.frame)));
    document.addEventListener("pointerdown", (event) => this.back || event.composedPath().includes(this.frame) || this.found.replaceChildren());
  }

  open() {
    this.frame.hidden = false;
    this.frame.ariaModal = "true";
    this.input.focus();
  }

  close() {
    if (!this.back) this.found.replaceChildren();
    else this.frame.hidden = true;
    (this.back ?? this.input).focus();
  }

  // While an input method composes, keys are its own.
  pressed(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const options = [...this.list.children], at = options.findIndex((each) => each.ariaSelected === "true");
    const takes = {
      ArrowDown: () => this.choose(options[Math.min(at + 1, options.length - 1)]), ArrowUp: () => this.choose(options[at - 1]),
      Enter: at >= 0 && (() => options[at].click()), Escape: options.length && (() => this.suggest([])),
    }[event.key];
    if (!takes) return this.choose();
    event.preventDefault();
    event.stopPropagation();
    takes();
  }

  choose(option) {
    for (const each of this.list.children) each.ariaSelected = String(each === option);
    option?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.complete(), WAIT);
  }

  async complete() {
    const typed = this.input.value.trim(), asking = (this.asking = {});
    if (!typed) return this.suggest([]);
    try {
      const answer = await this.shop.ask(`/suggest?k=6&q=${encodeURIComponent(typed)}`);
      if (asking === this.asking && answer.ok) this.suggest((await answer.json()).suggestions);
    } catch {} // the box works without
  }

  suggest(suggestions) {
    clearTimeout(this.waiting);
    this.asking = null;
    this.list.replaceChildren(...suggestions.map((each, at) => this.suggestion(each, at)));
    this.list.hidden = !suggestions.length;
    this.input.ariaExpanded = String(!this.list.hidden);
    this.choose();
    if (suggestions.length) this.status.textContent = this.words.some.replace("{n}", suggestions.length);
  }

  suggestion(each, at) {
    const kind = this.words[each.kind], leads = each.kind === "product";
    const href = leads ? `${this.shop.home}/p/${encodeURIComponent(each.id)}?lang=${this.shop.language}` : "#";
    const link = make("a", { id: `option-${at}`, role: "option", ariaSelected: "false", tabIndex: -1, href, ...(leads && !this.shop.ours ? { target: "_blank", rel: "noopener" } : {}) },
      make("span", {}, each.text), kind ? make("small", {}, kind) : "");
    link.addEventListener("click", (event) => { if (!leads) { event.preventDefault(); this.taken(each); } });
    return link;
  }

  taken({ text, where }) {
    this.input.value = text;
    this.search(where ? { q: "", where: [where].flat() } : { q: text });
  }

  // What is found for a query, or with `next` the page after it.
  async search(what, next = "") {
    this.suggest([]);
    if (!what.q && !what.where) return;
    const { words, shop, found } = this;
    found.ariaBusy = "true";
    const result = await shop.send("/search", { ...what, k: PAGE, language: shop.language, cards: true, ...(next ? { next } : {}) }).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
    found.ariaBusy = "false";
    if (!next) found.replaceChildren();
    found.querySelector(".more")?.remove();
    if (!result) return found.replaceChildren(make("p", { role: "alert" }, words.lost));
    const items = result.hits.map((each) => this.item(each));
    if (!next) this.told(what, result);
    found.append(make("ul", { className: "goods", role: "list" }, ...items));
    if (result.next) found.append(button(words.more, () => this.search(what, result.next), { className: "more" }));
    if (next) items[0]?.querySelector("a").focus();
  }

  told({ q = "" }, { total, did_you_mean, relaxed }) {
    const { words, found } = this, said = total ? words.found.replace("{n}", total) : words.none.replace("{q}", q);
    this.status.textContent = said;
    const aside = relaxed.length ? ` ${words.relaxed.replace("{what}", relaxed.join(", "))}` : "";
    found.append(make("p", {}, make("span", {}, said, aside), this.back ? "" : sign("close", words.close, () => this.close())));
    if (did_you_mean) found.append(make("p", {}, words.meant, words.colon, button(did_you_mean, () => this.taken({ text: did_you_mean }))));
  }

  item(each) {
    const ask = this.ask && this.shop.parts.includes("chat") ? button(this.words.ask, () => this.asked(each), { ariaLabel: `${this.words.ask}${this.words.colon}${each.title}` }) : "";
    return make("li", {}, this.shop.card(each, this.words.out), ask);
  }

  asked({ id, title }) {
    this.close();
    this.ask({ id, title });
  }
}
