// Keeps a training as it is now: how far it is, and its loss curve. When it ends the page is read anew.
const EVERY = 2000;
const run = document.getElementById("run");

async function renew() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // the server is away for a moment
  }
  if ("live" in run.dataset) setTimeout(renew, EVERY);
}

function show(fresh) {
  const now = fresh.getElementById("run");
  if (!("live" in now.dataset)) {
    const here = new URL(location.href);
    here.searchParams.delete("said");
    location.replace(here);
    delete run.dataset.live;
    return;
  }
  if (now.innerHTML !== run.innerHTML) {
    const focused = run.contains(document.activeElement) ? document.activeElement.id : "";
    run.innerHTML = now.innerHTML;
    if (focused) document.getElementById(focused)?.focus();
  }
  if (!fresh.getElementById("said")) document.getElementById("said")?.remove(); // what was queued runs by now
  curve(fresh.getElementById("curve"));
}

function curve(fresh) {
  const place = document.getElementById("curve");
  if (!place || !fresh || fresh.hidden) return;
  const [old, told] = [place, fresh].map((each) => each.querySelector("script"));
  place.hidden = false;
  if (old.textContent === told.textContent) return;
  old.textContent = told.textContent;
  place.querySelector(".plot").dispatchEvent(new Event("chart:changed"));
}

if (run && "live" in run.dataset) setTimeout(renew, EVERY);

// Of the versions to compare two are chosen: the first and the second.
const picks = [...document.querySelectorAll("[data-pick]")];
document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-pick]")) return;
  const chosen = picks.filter((each) => each.checked);
  if (chosen.length > 2) chosen.find((each) => each !== target).checked = false;
  picks.filter((each) => each.checked).forEach((each, place) => { each.name = place ? "b" : "a"; });
});
