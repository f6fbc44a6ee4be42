// "Ask about this product": a chat on the page that listens for `shopkeeper:ask` and takes it (preventDefault) opens with the product known;
// without one the link leads to the chat's own page.

export function askTheAssistant() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-ask]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const asked = new CustomEvent("shopkeeper:ask", { bubbles: true, cancelable: true, detail: { product: link.dataset.ask } });
    if (!link.dispatchEvent(asked)) event.preventDefault();
  });
}
