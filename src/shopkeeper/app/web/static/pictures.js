// A picture that cannot be loaded gives way to the first letter of its product's title.

export function replaceMissingPictures() {
  document.addEventListener("error", ({ target }) => replace(target), true);
  const check = () => document.querySelectorAll("img").forEach((image) => image.complete && !image.naturalWidth && replace(image));
  document.addEventListener("shop:shown", check);
  check();
}

function replace(image) {
  if (!image.dataset?.initial) return;
  const blank = document.createElement("span");
  blank.className = "blank";
  blank.textContent = image.dataset.initial;
  blank.ariaHidden = "true";
  image.replaceWith(blank);
}
