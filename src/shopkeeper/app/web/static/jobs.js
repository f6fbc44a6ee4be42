// Keeps the list of jobs as it is now, for as long as one of them waits or runs.
const EVERY = 2000;

async function renew() {
  const old = document.getElementById("jobs");
  if (!old || !("live" in old.dataset)) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) replace(old, new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("jobs"));
  } catch {
    // the server is away for a moment
  }
  setTimeout(renew, EVERY);
}

function replace(old, fresh) {
  if (!fresh || fresh.innerHTML === old.innerHTML) return;
  const focused = document.activeElement && old.contains(document.activeElement) ? document.activeElement.id : "";
  const open = [...old.querySelectorAll("details[open]")].map((each) => each.id);
  old.replaceWith(fresh);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus();
}

setTimeout(renew, EVERY);
