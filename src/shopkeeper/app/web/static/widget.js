// The shop's chat for any page: <script src="https://SHOP/widget.js" defer></script>. It lives in a shadow root: no style of the page
// reaches it and none of its own leaves it. It needs no inline script or style, and shows what it is told as text only.
(() => {
  const script = document.currentScript;
  const SOURCE = new URL(script?.src ?? location.href);
  const PATH = SOURCE.pathname.replace(/(?:\/static)?\/[^/]*$/, ""); // of one shop of several at an address, such as /tea
  const HOME = SOURCE.origin + PATH;
  const OURS = SOURCE.origin === location.origin;
  const KEPT = `shopkeeper:chat${PATH.replace("/", ":")}`; // the id of the conversation, as long as the tab lives
  const LOOK = 4000; // ms between two looks for what a person of the shop wrote

  const WORDS = {
    en: {
      name: "Shop assistant", role: "Automatic, with people behind it", open: "Chat with us", close: "Close the chat", again: "New conversation",
      hello: "Hello! I am this shop's automatic assistant. I can look up your order, change or return it, answer questions about products, "
        + "and help you choose. Ask for a person at any time.",
      starts: ["Where is my order?", "I want to return something", "Help me choose"], field: "Your message", hint: "Write a message…", send: "Send",
      you: "You said", it: "The assistant said", person: "Our colleague {who} said", colleague: "", busy: "One moment…", order: "Looking at the order…",
      search: "Looking through the shelves…", confirm: "Please confirm", yes: "Yes, do it", no: "No", yesSaid: "Yes, please do it.",
      noSaid: "No, please don't.", sources: "Where this comes from", up: "This helped", down: "This did not help", thanks: "Thank you!",
      rate: "How was our service?", stars: "{n} of 5 stars", lost: "No answer came. Please try again.", retry: "Try again",
      waiting: "A person of the shop will answer here.", out: "out of stock", removed: "The earlier conversation is over; this is a new one.", basket: "View basket", pieces: "Basket, {n}",
    },
    zh: {
      name: "智能客服", role: "自动回复，可随时转人工", open: "在线客服", close: "关闭对话", again: "重新开始",
      hello: "您好！我是本店的智能助手（不是真人）。我可以帮您查订单、改订单、退换货，回答商品问题，也能帮您挑选。随时可以说“转人工”。",
      starts: ["我的订单到哪了？", "我想退货", "帮我挑一件"], field: "您的消息", hint: "请输入消息…", send: "发送",
      you: "您说", it: "助手说", person: "客服{who}说", colleague: "", busy: "请稍等…", order: "正在查看订单…", search: "正在为您找商品…",
      confirm: "请您确认", yes: "确认", no: "不用了", yesSaid: "好的，确认。", noSaid: "不用了，先不办。", sources: "依据", up: "有帮助", down: "没帮助",
      thanks: "谢谢您！", rate: "您对这次服务满意吗？", stars: "{n} 星（满分 5 星）", lost: "没有收到回复，请再试一次。", retry: "重试",
      waiting: "已转人工，客服会在这里回复您。", out: "缺货", removed: "之前的对话已结束，这是新的对话。", basket: "查看购物车", pieces: "购物车，{n} 件",
    },
  };

  const STYLE = `
:host { --paper: #fbfaf7; --surface: #fff; --soft: #f3f0e9; --line: #e6e1d7; --edge: #8d867a; --ink: #211f1c; --muted: #665f55;
  --accent: #a63a24; --on-accent: #fff; --good: #2c6a45; all: initial; color-scheme: light dark;
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; }
@media (prefers-color-scheme: dark) { :host { --paper: #171614; --surface: #211f1c; --soft: #292622; --line: #37332d; --edge: #877f72;
  --ink: #eeeae3; --muted: #aaa397; --accent: #f0937c; --on-accent: #2a100a; --good: #86c9a0; } }
* { box-sizing: border-box; margin: 0; padding: 0; }
[hidden] { display: none !important; }
button, textarea { font: inherit; color: inherit; }
button { cursor: pointer; border: 1px solid var(--edge); border-radius: 20px; background: var(--surface); min-height: 36px; padding: 4px 16px; }
button:hover { border-color: var(--accent); color: var(--accent); }
button:disabled { cursor: default; opacity: .55; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
textarea:focus-visible { outline-width: 2px; outline-offset: 0; }
svg { width: 22px; height: 22px; fill: none; stroke: currentcolor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; display: block; }
.quiet { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.launch { position: fixed; z-index: 2147483000; right: 20px; bottom: 20px; display: flex; align-items: center; gap: 8px; height: 52px; padding: 0 20px;
  border: 0; border-radius: 26px; background: var(--accent); color: var(--on-accent); font-weight: 600; box-shadow: 0 6px 24px rgb(40 30 10 / 28%); }
.launch:hover { color: var(--on-accent); filter: brightness(1.08); }
.panel { position: fixed; z-index: 2147483001; right: 20px; bottom: 20px; width: 400px; height: min(640px, calc(100dvh - 40px)); display: flex; flex-direction: column;
  overflow: hidden; border: 1px solid var(--line); border-radius: 18px; background: var(--paper); color: var(--ink); box-shadow: 0 16px 56px rgb(40 30 10 / 30%); }
:host([page]) { display: block; height: 100%; }
:host([page]) .panel { position: static; width: 100%; height: 100%; min-height: 420px; border-radius: 18px; box-shadow: none; }
header { flex: none; display: flex; align-items: center; gap: 4px; padding: 10px 12px 10px 18px; border-bottom: 1px solid var(--line); background: var(--surface); }
header div { flex: 1; min-width: 0; }
header b, header small { display: block; line-height: 1.35; }
small, .note { font-size: 13px; color: var(--muted); }
header button { flex: none; display: grid; place-items: center; width: 40px; height: 40px; padding: 0; border: 0; border-radius: 50%; background: none; }
.log { position: relative; flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 16px; display: flex; flex-direction: column; gap: 10px; }
.said { max-width: 88%; padding: 9px 14px; border-radius: 16px; white-space: pre-line; overflow-wrap: anywhere; line-height: 1.55; }
.said.it, .said.person { align-self: flex-start; background: var(--surface); border: 1px solid var(--line); border-bottom-left-radius: 5px; }
.said.person { border-color: var(--good); }
.said.person b { display: block; font-size: 13px; color: var(--good); }
.said.you { align-self: flex-end; background: var(--accent); color: var(--on-accent); border-bottom-right-radius: 5px; }
.note { align-self: center; text-align: center; }
.cart a { color: var(--accent); }
.choices, .act, .thumbs, .stars { display: flex; flex-wrap: wrap; gap: 8px; }
.choices button { border-color: var(--accent); color: var(--accent); background: none; font-size: 15px; text-align: left; }
.card { align-self: stretch; border: 1px solid var(--accent); border-radius: 16px; background: var(--surface); padding: 14px 16px; }
.card p { margin: 6px 0 12px; white-space: pre-line; overflow-wrap: anywhere; line-height: 1.55; }
.card b { font-size: 14px; color: var(--accent); }
.card .act:empty { display: none; }
.act button:first-child, .send { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; }
.act button:first-child:hover, .send:hover { filter: brightness(1.08); color: var(--on-accent); }
.goods { flex: none; align-self: stretch; list-style: none; display: flex; gap: 10px; overflow-x: auto; padding: 2px 2px 6px; scroll-snap-type: x proximity; }
.goods li { flex: 0 0 148px; min-width: 0; overflow-wrap: anywhere; scroll-snap-align: start; }
.goods a { display: flex; flex-direction: column; height: 100%; border: 1px solid var(--line); border-radius: 12px; overflow: hidden; background: var(--surface); color: inherit; text-decoration: none; }
.goods a:hover { border-color: var(--accent); }
.goods img, .goods i { width: 100%; aspect-ratio: 1; object-fit: contain; background: #f3f0e9; display: block; }
.goods span { padding: 6px 10px 0; font-size: 14px; line-height: 1.4; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.goods b { padding: 2px 10px 8px; font-size: 14px; font-variant-numeric: tabular-nums; }
.table { flex: none; align-self: stretch; overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
table { border-collapse: collapse; min-width: 100%; font-size: 14px; }
th, td { padding: 7px 10px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tr:last-child > * { border-bottom: 0; }
tr.differs td { font-weight: 600; }
details { align-self: flex-start; max-width: 88%; font-size: 13px; color: var(--muted); }
summary { cursor: pointer; padding: 2px 0; }
blockquote { margin: 4px 0 0; padding-left: 10px; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
.thumbs button, .stars button { border: 0; background: none; min-height: 32px; padding: 2px 6px; color: var(--muted); }
.thumbs { gap: 0; } .thumbs svg { width: 18px; height: 18px; stroke-width: 1.6; }
.stars { gap: 0; } .stars button { font-size: 22px; line-height: 1; }
form { flex: none; display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px calc(10px + env(safe-area-inset-bottom)); border-top: 1px solid var(--line); background: var(--surface); }
textarea { flex: 1; min-width: 0; height: 44px; max-height: 130px; padding: 9px 14px; resize: none; border: 1px solid var(--edge); border-radius: 22px; background: var(--paper); line-height: 1.5; font-size: 16px; }
textarea::placeholder { color: var(--muted); opacity: 1; }
.send { flex: none; display: grid; place-items: center; width: 44px; height: 44px; padding: 0; border-radius: 50%; }
.dots::after { content: "…"; animation: dots 1s steps(3) infinite; } @keyframes dots { from { opacity: .2; } }
@media (max-width: 520px) {
  :host(:not([page])) .panel { inset: 0; width: auto; height: 100dvh; border: 0; border-radius: 0; }
  .launch { right: 14px; bottom: 14px; width: 52px; padding: 0; justify-content: center; }
  .launch span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; } }`;

  const ICONS = {
    chat: "M4 5.5h16v11H11l-4.5 3.5v-3.5H4z M8 9.5h8 M8 12.5h5", close: "M6 6l12 12 M18 6L6 18", again: "M5 12a7 7 0 1 1 2.2 5.1 M5 20v-4h4",
    send: "M12 19V5 M6 11l6-6 6 6", up: "M7 10.5v9H4v-9z M7 18.5l3 1h6.5l3-7v-2H14l1-5.5-1.5-1L7 11",
    down: "M17 13.5v-9h3v9z M17 5.5l-3-1H7.5l-3 7v2H10l-1 5.5 1.5 1L17 13",
  };

  function make(tag, more = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(more)) {
      if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children.filter((each) => each !== null));
    return element;
  }

  function icon(name) {
    const [svg, path] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
    for (const [key, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"]]) svg.setAttribute(key, value);
    path.setAttribute("d", ICONS[name]);
    svg.append(path);
    return svg;
  }

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

  class Chat extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      this.language = (this.getAttribute("language") || document.documentElement.lang || navigator.language).startsWith("zh") ? "zh" : "en";
      this.words = WORDS[this.language];
      this.last = 0;
      this.build(this.attachShadow({ mode: "open" }));
      if (/^#[0-9a-f]{32}$/.test(location.hash) && this.hasAttribute("page")) {
        sessionStorage.setItem(KEPT, location.hash.slice(1)); // who has the link may go on with the conversation; the address does not keep it
        history.replaceState(null, "", location.pathname + location.search);
      }
      if (this.hasAttribute("page")) this.show();
    }

    build(root) {
      const words = this.words, page = this.hasAttribute("page");
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      this.launch = make("button", { className: "launch", type: "button", ariaExpanded: "false", ariaHasPopup: "dialog", hidden: page, onclick: () => this.show() },
        icon("chat"), make("span", {}, words.open));
      this.log = make("div", { className: "log", role: "log", tabIndex: 0, ariaLabel: words.name });
      this.field = make("textarea", { rows: 1, maxLength: 4000, placeholder: words.hint, ariaLabel: words.field, enterKeyHint: "send" });
      this.field.addEventListener("keydown", (event) => this.typed(event));
      this.field.addEventListener("input", () => this.fit());
      const form = make("form", {}, this.field, make("button", { className: "send", type: "submit", ariaLabel: words.send }, icon("send")));
      form.addEventListener("submit", (event) => { event.preventDefault(); this.say(this.field.value); });
      const close = make("button", { type: "button", ariaLabel: words.close, title: words.close, hidden: page, onclick: () => this.hide() }, icon("close"));
      const again = make("button", { type: "button", ariaLabel: words.again, title: words.again, onclick: () => this.restart() }, icon("again"));
      const head = make("header", {}, make("div", {}, make("b", {}, words.name), make("small", {}, words.role)), again, close);
      this.panel = make("section", { className: "panel", role: page ? "region" : "dialog", ariaLabel: words.name, hidden: true }, head, this.log, form);
      this.panel.lang = this.language === "zh" ? "zh-Hans" : "en";
      this.panel.addEventListener("keydown", (event) => event.key === "Escape" && !page && this.hide());
      root.append(this.launch, this.panel);
    }

    get id_() { return sessionStorage.getItem(KEPT); }

    async show() {
      this.launch.hidden = true;
      this.launch.ariaExpanded = "true";
      this.panel.hidden = false;
      if (!this.log.childElementCount) await this.begin();
      if (!this.hasAttribute("page")) this.field.focus();
      this.watch();
    }

    hide() {
      this.panel.hidden = true;
      this.launch.hidden = false;
      this.launch.ariaExpanded = "false";
      this.launch.focus();
    }

    async begin() {
      this.greet();
      if (!this.id_) return;
      const told = await this.history(0);
      if (!told) {
        sessionStorage.removeItem(KEPT);
        this.note(this.words.removed);
      } else if (told.turns.length) {
        this.log.querySelector(".choices")?.remove();
        told.turns.forEach((turn, at) => this.turn(turn, at === told.turns.length - 1));
      }
    }

    restart() {
      sessionStorage.removeItem(KEPT);
      this.log.replaceChildren();
      this.waits = false;
      this.greet();
      this.field.focus();
    }

    greet() {
      this.put(this.bubble("it", this.words.hello));
      this.choices(this.words.starts.map((each) => [each, each]));
    }

    // What was said before, or by a person meanwhile.
    turn(turn, newest) {
      this.last = Math.max(this.last, turn.number);
      if (turn.role === "user") this.put(this.bubble("you", turn.text));
      else if (turn.reply) this.answered(turn.reply, newest);
      else this.put(this.bubble(turn.role === "person" ? "person" : "it", turn.text, turn.who));
    }

    async history(after) {
      try {
        const answer = await fetch(`${HOME}/v1/chat/${encodeURIComponent(this.id_)}?after=${after}`, { headers: this.key() });
        if (!answer.ok) return null;
        const told = await answer.json();
        this.waits = ["waiting", "person"].includes(told.status);
        return told;
      } catch {
        return { turns: [] }; // offline: what was said is still there
      }
    }

    // While a person answers, what they write is looked for.
    watch() {
      clearTimeout(this.watching);
      if (!this.waits || this.panel.hidden) return;
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

    async say(text) {
      if (!text.trim() || this.busy) return;
      this.field.value = "";
      this.fit();
      for (const old of this.log.querySelectorAll(".choices, .act, .thumbs")) old.remove();
      const asked = this.put(this.bubble("you", text));
      this.busy = true;
      this.log.ariaBusy = "true";
      const bubble = this.put(this.bubble("it", ""));
      bubble.classList.add("dots");
      const reply = await this.ask(text, bubble);
      bubble.remove();
      this.busy = false;
      this.log.ariaBusy = "false";
      if (reply) this.answered(reply, true);
      else this.failed(text);
      this.log.scrollTop = Math.min(this.log.scrollHeight, asked.offsetTop - 12); // a long answer is read from its beginning
      this.watch();
    }

    // The answer, of which `bubble` shows what has come so far; null when none came.
    async ask(text, bubble) {
      const line = bubble.querySelector("p");
      try {
        const answer = await this.sent("", { message: text, language: this.language, stream: true, ...(this.id_ ? { conversation: this.id_ } : {}),
          ...(this.getAttribute("customer") ? { customer: this.getAttribute("customer") } : {}) });
        if (answer.status === 404) {
          sessionStorage.removeItem(KEPT);
          this.note(this.words.removed);
          return this.ask(text, bubble);
        }
        let told = "";
        for await (const [name, data] of answer.ok ? eventsOf(answer) : []) {
          if (name === "done") {
            sessionStorage.setItem(KEPT, data.conversation);
            this.basket(data.actions.find((each) => each.about === "basket")?.count);
            return data;
          }
          if (name === "progress") line.textContent = told || this.doing(data);
          if (name === "text") line.textContent = told += data.text;
          this.scroll();
        }
      } catch {} // the server is away
      return null;
    }

    sent(path, value) {
      return fetch(`${HOME}/v1/chat${path}`, { method: "POST", headers: { "content-type": "application/json", ...this.key() }, body: JSON.stringify(value) });
    }

    key() {
      const key = this.getAttribute("key");
      return key ? { authorization: `Bearer ${key}` } : {};
    }

    doing({ tool = "" }) {
      return /order|cancel|return|exchange/.test(tool) ? this.words.order : /search|product|item/.test(tool) ? this.words.search : this.words.busy;
    }

    failed(text) {
      this.note(this.words.lost);
      this.put(make("div", { className: "choices retry" }, make("button", { type: "button", onclick: () => this.say(text) }, this.words.retry)));
    }

    answered(reply, newest) {
      const proposal = reply.actions.find((each) => each.type === "propose");
      const [text, ...after] = proposal?.text && newest ? reply.text.split(proposal.text).map((each) => each.trim()) : [reply.text];
      if (text) this.put(this.bubble("it", text));
      for (const action of reply.actions) this.shown(action);
      this.sources(reply.sources);
      if (reply.handoff) this.waits = true;
      if (!newest) return;
      if (proposal) this.confirm(proposal.text, after.join("\n"));
      else this.offered(reply.actions);
      if (reply.handoff) this.note(this.words.waiting);
      else if (reply.text && !proposal) this.thumbs();
      if (reply.actions.some((each) => each.type === "done")) this.survey();
    }

    shown({ type, about, products, rows }) {
      if (type !== "show") return;
      if (about === "basket" && OURS)
        this.put(make("p", { className: "note cart" }, make("a", { href: `${HOME}/basket?lang=${this.language}` }, this.words.basket)));
      if (about === "products" && products?.length) this.put(make("ul", { className: "goods", role: "list", tabIndex: 0 }, ...products.map((each) => this.product(each))));
      if (about === "comparison" && rows?.length) this.put(this.comparison(products, rows));
    }

    // The page's own sign of the basket follows what was put in or taken out just now.
    basket(count) {
      const link = OURS && document.getElementById("basket-link");
      if (!link || count === undefined) return;
      link.querySelector("b")?.remove();
      if (count) link.append(make("b", { ariaHidden: "true" }, count < 100 ? `${count}` : "99+"));
      link.ariaLabel = this.words.pieces.replace("{n}", count);
    }

    product({ id, title, image, price_text, in_stock }) {
      const address = `${HOME}/p/${encodeURIComponent(id)}?lang=${this.language}`;
      const picture = image ? make("img", { src: new URL(image.startsWith("/") ? HOME + image : image).href, alt: "", loading: "lazy", width: 148, height: 148 }) : make("i", { ariaHidden: "true" });
      picture.addEventListener("error", () => picture.replaceWith(make("i", { ariaHidden: "true" })));
      const price = [price_text, in_stock === false ? this.words.out : ""].filter(Boolean).join(" · ");
      const away = OURS ? {} : { target: "_blank", rel: "noopener" };
      return make("li", {}, make("a", { href: address, ...away }, picture, make("span", {}, title), make("b", {}, price)));
    }

    comparison(products, rows) {
      const head = make("tr", {}, make("td"), ...products.map((each) => make("th", { scope: "col" }, each.title)));
      const lines = rows.map((row) => make("tr", row.differs ? { className: "differs" } : {}, make("th", { scope: "row" }, row.name),
        ...row.values.map((value) => make("td", {}, value))));
      return make("div", { className: "table", tabIndex: 0, role: "group" }, make("table", {}, make("thead", {}, head), make("tbody", {}, ...lines)));
    }

    sources(found) {
      const quotes = [...new Set(found.map((each) => each.quote).filter((quote) => quote.length > 12))].slice(0, 5);
      if (quotes.length) this.put(make("details", {}, make("summary", {}, this.words.sources), ...quotes.map((each) => make("blockquote", {}, each))));
    }

    confirm(text, after) {
      const words = this.words;
      const [yes, no] = [[words.yes, words.yesSaid], [words.no, words.noSaid]].map(([label, said]) =>
        make("button", { type: "button", onclick: () => this.say(said) }, label));
      this.put(make("div", { className: "card", role: "group", ariaLabel: words.confirm }, make("b", {}, words.confirm), make("p", {}, [text, after].filter(Boolean).join("\n")),
        make("div", { className: "act" }, yes, no)));
    }

    offered(actions) {
      const { about, choices = [] } = actions.find((each) => each.type === "ask" && each.choices?.length) ?? {};
      this.choices(choices.slice(0, 8).map((each, at) => (each.label ? [each.label, each.label] : ["order", "address"].includes(about) ? [each, each] : [`${at + 1}`, `${at + 1}`])));
    }

    choices(pairs) {
      if (!pairs.length) return;
      this.put(make("div", { className: "choices" }, ...pairs.map(([label, said]) => make("button", { type: "button", onclick: () => this.say(said) }, label))));
    }

    thumbs() {
      const { up, down, thanks } = this.words;
      const row = make("div", { className: "thumbs" }, ...[["up", up, true], ["down", down, false]].map(([sign, label, value]) =>
        make("button", { type: "button", ariaLabel: label, title: label, onclick: () => this.judged(row, thanks, "/thumb", { up: value }) }, icon(sign))));
      this.put(row);
    }

    survey() {
      if (this.rated === this.id_) return;
      this.rated = this.id_;
      const row = make("div", { className: "stars" }, ...[1, 2, 3, 4, 5].map((n) => make("button", { type: "button", ariaLabel: this.words.stars.replace("{n}", n),
        onclick: () => this.judged(row, this.words.thanks, "/survey", { stars: n }) }, "☆")));
      const lit = (event) => [...row.children].forEach((star, at) => (star.textContent = at <= [...row.children].indexOf(event.target) ? "★" : "☆"));
      row.addEventListener("mouseover", lit);
      row.addEventListener("focusin", lit);
      this.put(make("div", { role: "group", ariaLabel: this.words.rate }, make("small", {}, this.words.rate), row));
    }

    judged(row, thanks, path, value) {
      this.sent(`/${encodeURIComponent(this.id_)}${path}`, value).catch(() => {});
      row.replaceWith(make("small", { role: "status" }, thanks));
      this.field.focus();
    }

    bubble(kind, text, who = "") {
      const words = this.words, whose = { you: words.you, it: words.it, person: words.person.replace("{who}", who) }[kind];
      return make("div", { className: `said ${kind}` }, make("span", { className: "quiet" }, `${whose}: `), who ? make("b", { ariaHidden: "true" }, who) : null, make("p", {}, text));
    }

    note(text) { this.put(make("p", { className: "note" }, text)); }

    put(element) {
      this.log.append(element);
      this.scroll();
      return element;
    }

    scroll() { this.log.scrollTop = this.log.scrollHeight; }
  }

  customElements.define("shopkeeper-chat", Chat);
  const start = () => document.querySelector("shopkeeper-chat") ?? document.body.append(make("shopkeeper-chat", attributes()));
  const attributes = () => Object.fromEntries(["language", "customer", "key"].filter((name) => script?.dataset[name]).map((name) => [name, script.dataset[name]]));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
