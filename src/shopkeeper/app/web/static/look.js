// Light, dark or as the system: changed at once, and kept in the cookie by which the server draws the next page.

export function changeLook() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches(".looks")) return;
    event.preventDefault();
    const look = event.submitter.value;
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form, event.submitter)), redirect: "manual" });
    if (answer.type !== "opaqueredirect") return form.submit();
    if (look) document.documentElement.dataset.look = look;
    else delete document.documentElement.dataset.look;
    document.querySelector("meta[name=color-scheme]").content = look || "light dark";
    for (const button of document.querySelectorAll(".looks button")) button.ariaPressed = String(button.value === look);
    document.dispatchEvent(new Event("shop:look"));
  });
}
