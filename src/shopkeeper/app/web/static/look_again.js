// A page with a part that is still being counted ([data-again]) asks until all of it is there, and then shows it.

const EVERY = 2000;

// Whoever is filling in a form keeps what they wrote.
const typing = () => [...document.querySelectorAll("input, textarea")].some((field) => field.value !== field.defaultValue);

async function again() {
  if (!document.querySelector("[data-again]")) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    if (page && !page.querySelector("[data-again]") && !typing()) return location.reload();
  } catch {
    // the server is away for a moment
  }
  setTimeout(again, EVERY);
}

setTimeout(again, EVERY);
