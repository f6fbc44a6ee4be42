// Shows at once what a changed choice makes of the file: the form is sent as its button would, and the page's answer takes its place.
const WAIT = 200;
let timer, asked = 0;

document.addEventListener("change", (event) => {
  if (!event.target.closest("#import form.mapping")) return;
  clearTimeout(timer);
  timer = setTimeout(look, WAIT, event.target.id);
});

async function look(id) {
  const old = document.getElementById("import");
  const form = old.querySelector("form.mapping");
  const number = ++asked;
  const fields = new URLSearchParams(new FormData(form));
  fields.set("do", "look");
  old.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", headers: { Accept: "text/html" }, body: fields });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("import");
    if (number !== asked) return;
    if (!fresh) return form.requestSubmit(document.getElementById("preview-button"));
    old.replaceWith(fresh);
    document.getElementById(id)?.focus({ preventScroll: true });
    const status = document.getElementById("status");
    status.textContent = fresh.querySelector("[role=alert], [role=status]")?.textContent ?? "";
  } catch {
    old.removeAttribute("aria-busy"); // the server is away for a moment: the button still works
  }
}
