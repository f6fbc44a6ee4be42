// Suggestions under the search box: an ARIA combobox whose options are links, so that any way of
// following one works. Without them the box is a plain search.

const WAIT = 120; // ms without a key before the server is asked

let box, list, waiting, asking;

export function suggestWhileTyping() {
  box = document.querySelector("[data-suggest]");
  if (!box) return;
  list = make("div", { id: "suggestions", role: "listbox", "aria-label": box.dataset.label, hidden: "" });
  box.after(list);
  set(box, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });
  box.addEventListener("input", (event) => event.isComposing || later());
  box.addEventListener("compositionend", later);
  box.addEventListener("keydown", pressed);
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the box
  list.addEventListener("click", close);
}

// While an input method composes, keys are its own: Enter takes a character, arrows choose one.
function pressed(event) {
  if (event.isComposing || event.keyCode === 229 || event.altKey || event.ctrlKey || event.metaKey) return;
  const active = list.querySelector("[aria-selected=true]");
  const takes = {
    ArrowDown: () => (list.hidden ? ask() : activate(active ? active.nextElementSibling : list.firstElementChild)),
    ArrowUp: () => list.hidden || activate(active ? active.previousElementSibling : list.lastElementChild),
    Enter: active && (() => active.click()),
    Escape: !list.hidden && close,
  }[event.key];
  if (!takes) return activate(null); // Home, End and letters are for the text
  event.preventDefault();
  takes();
}

function activate(option) {
  list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  set(box, { "aria-activedescendant": option?.id ?? "" });
}

function later() {
  stop();
  waiting = setTimeout(ask, WAIT);
}

async function ask() {
  stop();
  const typed = box.value.trim();
  if (!typed) return close();
  asking = new AbortController();
  try {
    const answer = await fetch(box.dataset.suggest + encodeURIComponent(typed), { signal: asking.signal });
    show((await answer.json()).suggestions ?? [], typed);
  } catch {
    // another key was pressed, or the server is away: the search works without
  }
}

function show(suggestions, typed) {
  list.replaceChildren(...suggestions.map((each, at) => option(each, at, typed)));
  list.hidden = !suggestions.length;
  list.scrollTop = 0;
  set(box, { "aria-expanded": String(!list.hidden), "aria-activedescendant": "" });
  document.getElementById("status").textContent = list.hidden ? "" : box.dataset.count.replace("{n}", suggestions.length);
}

function option(suggestion, at, typed) {
  const link = make("a", { id: `suggestion-${at}`, role: "option", "aria-selected": "false", tabindex: "-1", href: address(suggestion) });
  const kind = box.dataset[suggestion.kind];
  link.append(make("span", {}, ...marked(suggestion.text, typed)), ...(kind ? [" ", make("small", {}, kind)] : []));
  return link;
}

function address({ text, kind, id, where }) {
  const lang = box.form.elements.lang?.value;
  const pairs = kind === "product" ? [] : where ? [where].flat().map((each) => ["where", each]) : [["q", text]];
  const query = new URLSearchParams(lang ? [...pairs, ["lang", lang]] : pairs);
  return (kind === "product" ? `/p/${encodeURIComponent(id)}` : "/") + (query.size ? `?${query}` : "");
}

// The text with what was typed marked, Latin words only where a word begins.
function marked(text, typed) {
  const words = typed.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const begun = words.map((word) => (/^[a-z0-9]/i.test(word) ? `(?<![a-z0-9])${word}` : word));
  return text.split(new RegExp(`(${begun.join("|")})`, "iu")).map((part, at) => (at % 2 ? make("mark", {}, part) : part));
}

function close() {
  stop();
  show([]);
}

function stop() {
  clearTimeout(waiting);
  asking?.abort();
}

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  set(element, attributes);
  element.append(...children);
  return element;
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
