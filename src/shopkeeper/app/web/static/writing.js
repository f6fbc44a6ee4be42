// The editor of drafts: every claim of what is typed is coloured while it is typed, with why it may or may not be said.
const WAIT = 250; // milliseconds without a key before the shop is asked

const form = document.querySelector("form[data-check]");
form?.querySelectorAll(".ink textarea").forEach(watch);
form?.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s") {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[value=save]"));
  }
});

function watch(area) {
  const part = area.closest(".part");
  const under = part.querySelector(".under");
  let timer, asked = 0;
  const fit = () => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
    under.scrollTop = area.scrollTop;
  };
  const ask = async () => {
    const [number, text] = [++asked, area.value];
    const answer = await fetch(form.dataset.check, { method: "POST", headers: { "content-type": "application/json", "x-csrf-token": form.elements.csrf?.value ?? "" }, body: JSON.stringify({ text }) });
    if (!answer.ok || number !== asked || text !== area.value) return;
    const { claims } = await answer.json();
    under.replaceChildren(...coloured(text, claims));
    tell(part, claims);
  };
  area.addEventListener("input", () => {
    fit();
    under.textContent = area.value; // what was coloured has moved
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  area.addEventListener("scroll", () => { under.scrollTop = area.scrollTop; });
  addEventListener("resize", fit);
  fit();
}

// Places of claims count characters; a character beyond the first 65,536 is two of a script's.
function coloured(text, claims) {
  const letters = Array.from(text);
  const out = [];
  let at = 0;
  for (const { span: [start, end], verdict } of claims) {
    if (start < at) continue;
    out.push(letters.slice(at, start).join(""), marked(letters.slice(start, end).join(""), verdict));
    at = end;
  }
  return [...out, letters.slice(at).join("")];
}

function marked(text, verdict) {
  const mark = document.createElement("mark");
  mark.className = verdict;
  mark.textContent = text;
  return mark;
}

function tell(part, claims) {
  const language = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
  const wrong = claims.filter(({ verdict }) => verdict !== "supported").length;
  const { holds, false: several, one, none } = form.dataset;
  part.querySelector(".told").textContent = wrong === 1 ? one : wrong ? several.replace("{n}", wrong) : claims.length ? holds.replace("{n}", claims.length) : none;
  part.querySelector(".claims").replaceChildren(...claims.map(({ text, verdict, reason }) => {
    const item = document.createElement("li");
    item.append(marked(text, verdict), ` ${reason[language]}`);
    return item;
  }));
}
