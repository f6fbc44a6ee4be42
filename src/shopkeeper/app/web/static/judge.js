// Keeps what a person says of a hit as soon as it is said; without a script the button below the hits does.
const form = document.querySelector("[data-judge]");

if (form) {
  form.querySelector(".save").hidden = true;
  form.addEventListener("change", async ({ target }) => {
    if (target.type !== "radio") return;
    const fields = new URLSearchParams({ q: form.elements.q.value, [target.name]: target.value });
    if (form.elements.csrf) fields.set("csrf", form.elements.csrf.value);
    const status = document.getElementById("status");
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "text/html" } });
      status.textContent = answer.ok ? form.dataset.kept : String(answer.status);
      if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      form.requestSubmit(); // the server says what is wrong
    }
  });
}

function show(fresh) {
  const [old, read] = [document, fresh].map((page) => page.querySelector(".understood dl"));
  if (old && read) old.replaceWith(read);
}
