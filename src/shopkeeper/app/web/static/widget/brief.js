// What the guide has understood, as chips: each can be taken out, or changed by words or to another value that the shop has.

import { button, make } from "./kit.js";

const MOST = 8; // other values that are offered

export class Brief {
  // `touch` sends what was done by hand, and the words that it is shown as meanwhile.
  constructor(shop, words, touch) {
    Object.assign(this, { shop, words, touch });
    this.strip = make("div", { className: "brief", role: "group", ariaLabel: words.brief, hidden: true });
    this.edit = make("form", { className: "edit", hidden: true });
    this.edit.addEventListener("keydown", (event) => event.key === "Escape" && (event.stopPropagation(), this.close()));
    this.edit.addEventListener("submit", (event) => { event.preventDefault(); this.sent(); });
  }

  show({ chips, brief }) {
    Object.assign(this, { brief });
    this.close(false);
    this.strip.hidden = !chips.length;
    this.strip.replaceChildren(make("small", { ariaHidden: "true" }, this.words.brief), ...chips.map((chip) => this.chip(chip)));
  }

  chip(chip) {
    const label = (key) => this.words[key].replace("{what}", chip.label);
    const change = button(chip.label, () => this.open(chip, change), { ariaLabel: label("change"), ariaExpanded: "false", title: label("change") });
    return make("span", { className: "chip" }, change, button("×", () => this.touch({ remove: [chip.remove] }, label("take")), { ariaLabel: label("take"), title: label("take") }));
  }

  async open(chip, from) {
    this.close(false);
    Object.assign(this, { chip_: chip, from });
    from.ariaExpanded = "true";
    const words = this.words, values = make("div", { className: "values" });
    this.field = make("input", { id: "instead", value: chip.label, maxLength: 300, autocomplete: "off", enterKeyHint: "send" });
    this.edit.replaceChildren(make("label", { htmlFor: "instead" }, words.instead.replace("{what}", chip.label)), this.field,
      make("button", { type: "submit", className: "strong" }, words.apply), button(words.cancel, () => this.close()), values);
    this.edit.hidden = false;
    this.field.focus();
    this.field.select();
    for (const each of await this.others(chip)) values.append(button(each.label, () => this.touch({ remove: [chip.remove], add: [each.where] }, each.label)));
  }

  // The other values of a condition's field among the products that hold the rest of the brief.
  async others({ field, remove }) {
    if (!field || field === "price" || /=(yes|no)$/.test(remove)) return [];
    const { need, conditions, kinds, category } = this.brief, of = category ? [category] : kinds;
    const where = [...conditions.filter((each) => each !== remove), ...(of.length ? [`category=${of.map(escaped).join("|")}`] : [])];
    const query = new URLSearchParams([["q", need], ["k", 1], ["facet", field], ["language", this.shop.language], ...where.map((each) => ["where", each])]);
    try {
      const { facets } = await (await this.shop.ask(`/search?${query}`)).json();
      const found = facets[field].map(({ value }) => ({ label: value, where: `${field}=${escaped(value)}` }));
      return found.filter(({ where: each }) => each !== remove && /\D/.test(each.split("=")[1])).slice(0, MOST);
    } catch {
      return []; // words do as well
    }
  }

  sent() {
    const text = this.field.value.trim(), chip = this.chip_;
    if (!text || text === chip.label) return this.close();
    this.touch({ remove: [chip.remove], message: text }, text);
  }

  close(back = true) {
    this.edit.hidden = true;
    if (!this.from) return;
    this.from.ariaExpanded = "false";
    if (back) this.from.focus();
    this.from = null;
  }
}

function escaped(value) {
  return value.replace(/\\|\|/g, "\\$&");
}
