// The chat's panel: what was said, what is understood, and what comes next. Everything that it is told is shown as text only.

import { Brief } from "./brief.js";
import { bubble, comparison, goods, order, parted, sources } from "./draw.js";
import { button, icon, make, sheet, sign, trap } from "./kit.js";
import { STYLE } from "./look.js";
import { WORDS } from "./words.js";

const LOOK = 4000; // ms between two looks for what a person of the shop wrote
const MOST = 4; // products that are compared
const ID = /^#[0-9a-f]{32}$/;

async function* eventsOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const [, name, data] = part.match(/^event: (.*)\ndata: (.*)$/s);
      yield [name, JSON.parse(data)];
    }
  }
}

export class Panel {
  constructor(host, shop) {
    const words = WORDS[shop.language];
    Object.assign(this, { host, shop, words, page: host.hasAttribute("page"), last: 0, ticked: new Map() });
    if (ID.test(location.hash) && this.page) {
      sessionStorage.setItem(shop.kept, location.hash.slice(1)); // who has the link may go on with the conversation; the address does not keep it
      history.replaceState(null, "", location.pathname + location.search);
    }
    this.build(host.shadowRoot);
  }

  build(root) {
    const { words, page } = this;
    this.log = make("div", { className: "log", role: "log", tabIndex: 0, ariaLabel: words.name, ariaBusy: "false" });
    this.brief = new Brief(this.shop, words, (touch, as) => this.say("", touch, as));
    this.bar = make("div", { className: "bar", role: "group", ariaLabel: words.tick, hidden: true });
    this.field = make("textarea", { rows: 1, maxLength: 4000, placeholder: words.hint, ariaLabel: words.field, enterKeyHint: "send" });
    this.field.addEventListener("keydown", (event) => this.typed(event));
    this.field.addEventListener("input", () => this.fit());
    const form = make("form", { className: "say" }, this.field, make("button", { type: "submit", className: "round send", ariaLabel: words.send }, icon("send")));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.say(this.field.value); });
    this.role = make("small", {}, words.role);
    this.cart = make("a", { className: "cart", target: "_blank", rel: "noopener", hidden: true });
    const head = make("header", {}, make("div", {}, make("b", {}, words.name), this.role), this.cart, sign("again", words.again, () => this.restart()),
      sign("close", words.close, () => this.hide(), { hidden: page }));
    this.panel = make("section", { className: "panel", role: page ? "region" : "dialog", ariaLabel: words.name, lang: this.shop.tag, hidden: true },
      head, this.log, this.brief.strip, this.brief.edit, this.bar, form);
    this.panel.addEventListener("keydown", (event) => this.pressed(event));
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet(STYLE)];
    root.append(this.panel);
  }

  // On a phone the panel covers the page, and keeps the focus.
  pressed(event) {
    if (this.page) return;
    if (event.key === "Escape" && !event.isComposing) this.hide();
    if (matchMedia("(max-width: 520px)").matches) trap(event, this.panel);
  }

  get id() { return sessionStorage.getItem(this.shop.kept); }

  async show({ product, title, say, said = true }) {
    this.panel.hidden = false;
    if (!this.page) this.panel.ariaModal = String(matchMedia("(max-width: 520px)").matches);
    this.begun ??= this.begin();
    await this.begun;
    if (!this.page) this.field.focus();
    if (product) this.about(product, title);
    if (say && said) await this.say(say);
    else if (say) this.waiting(say);
    this.watch();
  }

  hide() {
    this.panel.hidden = true;
    this.host.hidden_();
  }

  async begin() {
    this.greet();
    if (!this.id) return;
    const told = await this.history(0);
    if (!told) {
      this.forget();
      this.note(this.words.removed);
    } else if (told.turns.length) {
      this.log.querySelector(".choices")?.remove();
      told.turns.forEach((turn, at) => this.turn(turn, at === told.turns.length - 1));
      this.scroll();
    }
  }

  forget() {
    sessionStorage.removeItem(this.shop.kept);
    this.waits("open");
  }

  restart() {
    this.forget();
    this.log.replaceChildren();
    this.brief.show({ chips: [] });
    this.untick();
    this.cart.hidden = true;
    this.greet();
    this.field.focus();
  }

  greet() {
    this.put(bubble(this.words, "it", this.words.hello));
    this.choices(this.words.starts);
  }

  // Which product is spoken of from now on; it may be only its id.
  about(product, title) {
    const { id = product, title: named = title ?? document.querySelector(`[data-product="${CSS.escape(id)}"] h1`)?.textContent } = product;
    this.product = id;
    this.clean();
    this.put(bubble(this.words, "it", this.words.about.replace("{what}", (named ?? this.words.this).trim())));
    this.choices(this.words.asks);
  }

  waiting(text) {
    this.field.value = text;
    this.fit();
    this.note(this.words.late);
  }

  // What was said before, or by a person meanwhile.
  turn(turn, newest) {
    this.last = Math.max(this.last, turn.number);
    if (turn.role === "user") this.put(bubble(this.words, "you", turn.text));
    else if (turn.reply) this.answered(turn.reply, newest);
    else this.put(bubble(this.words, turn.role === "person" ? "person" : "it", turn.text, turn.who));
  }

  async history(after) {
    try {
      const answer = await this.shop.ask(`/chat/${encodeURIComponent(this.id)}?after=${after}`);
      if (!answer.ok) return null;
      const told = await answer.json();
      this.waits(told.status);
      return told;
    } catch {
      return { turns: [] }; // offline: what was said is still there
    }
  }

  // Who answers: the head of the panel says so.
  waits(status) {
    const { role, waits, talks } = this.words;
    this.handed = ["waiting", "person"].includes(status);
    this.role.textContent = { waiting: waits, person: talks }[status] ?? role;
    this.role.classList.toggle("now", this.handed);
  }

  // While a person answers, what they write is looked for.
  watch() {
    clearTimeout(this.watching);
    if (!this.handed || this.panel.hidden) return;
    this.watching = setTimeout(async () => {
      const told = this.busy || document.hidden ? null : await this.history(this.last);
      for (const turn of told?.turns ?? []) if (turn.late) this.turn(turn, false);
      this.last = Math.max(this.last, ...(told?.turns ?? []).map((turn) => turn.number));
      this.watch();
    }, LOOK);
  }

  typed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.say(this.field.value);
  }

  fit() {
    this.field.style.height = "44px";
    this.field.style.height = `${Math.min(this.field.scrollHeight + 2, 130)}px`;
  }

  clean() {
    for (const old of this.log.querySelectorAll(".choices, .act, .thumbs, .tick, .order button")) old.remove();
  }

  // Says something, or with `touch` does something to the brief, which is shown `as` words.
  async say(text, touch = null, as = text) {
    if (!as.trim() || this.busy) return;
    if (!touch) this.field.value = "";
    this.fit();
    this.clean();
    this.untick();
    const asked = this.put(bubble(this.words, "you", as));
    this.busy = true;
    this.log.ariaBusy = "true";
    const coming = this.put(bubble(this.words, "it", ""));
    coming.classList.add("dots");
    const reply = await this.asked({ message: text, ...touch }, coming);
    coming.remove();
    this.busy = false;
    if (reply) this.answered(reply, true);
    else this.failed(text, touch, as);
    this.log.ariaBusy = "false";
    if (touch) this.field.focus();
    this.log.scrollTop = Math.min(this.log.scrollHeight, asked.offsetTop - 12); // a long answer is read from its beginning
    this.watch();
  }

  // The answer, of which `coming` shows what there is so far; null when none came.
  async asked(what, coming) {
    const line = coming.querySelector("p"), { customer, language } = this.shop;
    try {
      const answer = await this.shop.send("/chat", { ...what, language, stream: true, ...(this.id ? { conversation: this.id } : {}),
        ...(this.product ? { about: this.product } : {}), ...(customer ? { customer } : {}) });
      if (answer.status === 404 && (this.id || this.product)) {
        if (this.product) this.product = "";
        else this.forget(), this.note(this.words.removed);
        return this.asked(what, coming);
      }
      let told = "";
      for await (const [name, data] of answer.ok ? eventsOf(answer) : []) {
        if (name === "done") return this.done(data);
        if (name === "progress") line.textContent = told || this.doing(data);
        if (name === "text") line.textContent = told += data.text;
        this.scroll();
      }
    } catch {} // the server is away
    return null;
  }

  done(reply) {
    sessionStorage.setItem(this.shop.kept, reply.conversation);
    this.product = "";
    this.basket(reply.actions.find((each) => each.about === "basket")?.count);
    return reply;
  }

  doing({ tool = "" }) {
    return /order|cancel|return|exchange/.test(tool) ? this.words.order : /search|product|item/.test(tool) ? this.words.search : this.words.busy;
  }

  failed(...again) {
    this.note(this.words.lost);
    this.put(make("div", { className: "choices retry" }, button(this.words.retry, () => this.say(...again))));
  }

  answered(reply, newest) {
    this.filled(reply);
    const proposal = newest && reply.actions.find((each) => each.type === "propose"), { first, below, after } = parted(reply, proposal?.text);
    if (first) this.put(bubble(this.words, "it", first));
    for (const action of reply.actions) this.shown(action, newest);
    for (const each of below) this.put(bubble(this.words, "it", each));
    const from = sources(this.words, reply.sources);
    if (from) this.put(from);
    if (reply.handoff) this.waits("waiting");
    if (newest) this.offered(reply, proposal, after);
  }

  // What is left to the shopper after the newest answer.
  offered(reply, proposal, after) {
    const { about, choices = [] } = reply.actions.find((each) => each.type === "ask" && each.choices?.length) ?? {};
    const said = (each, at) => each.label ?? (["order", "address"].includes(about) ? each : `${at + 1}`);
    if (proposal) this.confirm(proposal.text, after);
    else this.choices(choices.slice(0, 8).map(said));
    if (reply.handoff) this.note(this.words.waiting);
    else if (reply.text && !proposal) this.thumbs();
    if (reply.actions.some((each) => each.type === "done")) this.survey();
  }

  shown({ type, about, products, rows, cards, chips, brief }, newest) {
    const { shop, words } = this;
    if (cards) cards.forEach((each) => this.put(order(words, each, newest ? (text) => this.say(text) : null)));
    if (type !== "show") return;
    if (about === "basket" && shop.ours)
      this.put(make("p", { className: "note cart" }, make("a", { href: `${shop.home}/basket?lang=${shop.language}` }, words.basket)));
    if (about === "products" && products?.length) this.put(goods(shop, words, products, this.ticked, () => this.compare()));
    if (about === "comparison" && rows?.length) this.put(comparison(shop, words, products, rows));
    if (about === "brief" && chips) this.brief.show({ chips, brief });
  }

  // The bar that compares what was ticked.
  compare() {
    const { ticked, words, bar } = this, few = ticked.size < 2;
    bar.hidden = !ticked.size;
    const titles = [...ticked.values()].join(this.shop.language === "zh" ? "、" : ", ");
    const go = button(words.ticked.replace("{n}", ticked.size), () => this.say("", { compare: [...ticked.keys()].slice(0, MOST) }, `${words.tick}${words.colon}${titles}`),
      { className: "strong", disabled: few || ticked.size > MOST });
    bar.replaceChildren(make("span", { role: "status" }, few ? words.pick : ""), button(words.untick, () => this.untick()), go);
  }

  untick() {
    this.ticked.clear();
    for (const box of this.log.querySelectorAll(".tick input")) box.checked = false;
    this.bar.hidden = true;
  }

  // In pages of other sites a sign in the head leads to the shop's basket, with what the conversation put in.
  filled({ actions, cart }) {
    const count = actions.find((each) => each.about === "basket")?.count;
    if (this.shop.ours || count === undefined) return;
    this.cart.hidden = !count || !cart;
    this.cart.href = `${this.shop.home}/basket?chat=${cart}&lang=${this.shop.language}`;
    this.cart.textContent = this.words.pieces.replace("{n}", count);
  }

  // The page's own sign of the basket follows what was put in or taken out just now.
  basket(count) {
    const link = this.shop.ours && document.getElementById("basket-link");
    if (!link || count === undefined) return;
    link.querySelector("b")?.remove();
    if (count) link.append(make("b", { ariaHidden: "true" }, count < 100 ? `${count}` : "99+"));
    link.ariaLabel = this.words.pieces.replace("{n}", count);
  }

  confirm(text, after) {
    const words = this.words;
    const [yes, no] = [[words.yes, words.yesSaid], [words.no, words.noSaid]].map(([label, said]) => button(label, () => this.say(said)));
    yes.className = "strong";
    this.put(make("div", { className: "card", role: "group", ariaLabel: words.confirm }, make("b", {}, words.confirm), make("p", {}, [text, after].filter(Boolean).join("\n")),
      make("div", { className: "act" }, yes, no)));
  }

  choices(all) {
    if (all.length) this.put(make("div", { className: "choices" }, ...all.map((each) => button(each, () => this.say(each)))));
  }

  thumbs() {
    const { up, down, thanks } = this.words;
    const row = make("div", { className: "thumbs" }, ...[["up", up, true], ["down", down, false]].map(([name, label, value]) =>
      sign(name, label, () => this.judged(row, thanks, "/thumb", { up: value }), { className: "" })));
    this.put(row);
  }

  survey() {
    if (this.rated === this.id) return;
    this.rated = this.id;
    const row = make("div", { className: "stars" }, ...[1, 2, 3, 4, 5].map((n) =>
      button("☆", () => this.judged(row, this.words.thanks, "/survey", { stars: n }), { ariaLabel: this.words.stars.replace("{n}", n) })));
    const lit = (event) => [...row.children].forEach((star, at) => (star.textContent = at <= [...row.children].indexOf(event.target) ? "★" : "☆"));
    row.addEventListener("mouseover", lit);
    row.addEventListener("focusin", lit);
    this.put(make("div", { role: "group", ariaLabel: this.words.rate }, make("small", {}, this.words.rate), row));
  }

  judged(row, thanks, path, value) {
    this.shop.send(`/chat/${encodeURIComponent(this.id)}${path}`, value).catch(() => {});
    row.replaceWith(make("small", { role: "status" }, thanks));
    this.field.focus();
  }

  note(text) { this.put(make("p", { className: "note" }, text)); }

  put(element) {
    this.log.append(element);
    this.scroll();
    return element;
  }

  scroll() { this.log.scrollTop = this.log.scrollHeight; }
}
