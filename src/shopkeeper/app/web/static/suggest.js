// Suggestions under the search box: an ARIA combobox of links.

import { ROOT } from "./root.js";

const WAIT = 120; // ms of quiet before asking

let box, list, waiting, asking;

export function suggestWhileTyping() {
  box = document.getElementById("q");
  if (!box) return; // the console has no search
  list = document.getElementById("suggestions");
  Object.assign(box, { role: "combobox", ariaAutoComplete: "list", ariaExpanded: "false" });
  box.addEventListener("input", (event) => event.isComposing || later());
  box.addEventListener("compositionend", later);
  box.addEventListener("keydown", pressed);
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", close);
}

// While an input method composes, keys are its own.
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
  for (const each of list.children) each.ariaSelected = String(each === option);
  option?.scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", option?.id ?? "");
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
  } catch {} // another key came, or the server is away
}

function show(suggestions, typed) {
  list.replaceChildren(...suggestions.map((each, at) => option(each, at, typed)));
  list.hidden = !suggestions.length;
  box.ariaExpanded = String(!list.hidden);
  activate(null);
  document.getElementById("status").textContent = list.hidden ? "" : box.dataset.count.replace("{n}", suggestions.length);
}

function option(suggestion, at, typed) {
  const kind = box.dataset[suggestion.kind];
  const link = make("a", make("span", ...marked(suggestion.text, typed)), ...(kind ? [" ", make("small", kind)] : []));
  return Object.assign(link, { id: `suggestion-${at}`, role: "option", ariaSelected: "false", tabIndex: -1, href: address(suggestion) });
}

function address({ text, kind, id, where }) {
  const lang = box.form.elements.lang?.value;
  const pairs = kind === "product" ? [] : where ? [where].flat().map((each) => ["where", each]) : [["q", text]];
  const query = new URLSearchParams(lang ? [...pairs, ["lang", lang]] : pairs);
  return (kind === "product" ? `${ROOT}p/${encodeURIComponent(id)}` : ROOT) + (query.size ? `?${query}` : "");
}

// The text with what was typed marked, Latin words only where a word begins.
function marked(text, typed) {
  const words = typed.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  const begun = words.map((word) => (/^[a-z0-9]/i.test(word) ? `(?<![a-z0-9])${word}` : word));
  return text.split(new RegExp(`(${begun.join("|")})`, "iu")).map((part, at) => (at % 2 ? make("mark", part) : part));
}

function close() {
  stop();
  show([]);
}

function stop() {
  clearTimeout(waiting);
  asking?.abort();
}

function make(tag, ...children) {
  const element = document.createElement(tag);
  element.append(...children);
  return element;
}
