// Choosing many of a list: all of the page at once, and how many are chosen. Without it each is chosen by itself.
for (const form of document.querySelectorAll("form.choosing")) {
  const boxes = [...form.querySelectorAll(".pick input")];
  const [all, told] = [form.querySelector(".all-of input"), form.querySelector("output")];
  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && !all.checked;
    told.textContent = form.dataset.chosen.replace("{n}", chosen);
    for (const button of form.querySelectorAll(".bar button")) button.disabled = chosen === 0;
  };
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    tell();
  });
  form.addEventListener("change", (event) => { if (event.target !== all) tell(); });
  form.querySelectorAll(".all-of, output").forEach((each) => { each.hidden = false; });
  addEventListener("pageshow", tell); // what was chosen before going back is chosen still
  tell();
}
