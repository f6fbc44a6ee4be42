// The shop's search and chat for any page: <script src="https://SHOP/widget.js" data-key="pk_…" defer></script>. What is drawn lives in
// shadow roots: no style of the page reaches it and none of its own leaves it. It needs no inline script or style. This file only says
// which shop it is and who asks; the parts are modules that are loaded when they are wanted.
(() => {
  const { src, dataset } = document.currentScript;
  const MANY = false; // true where a server has several shops by path, of which data-shop names one
  const source = new URL(src);
  const own = source.pathname.replace(/(?:\/static)?\/[^/]*$/, ""); // where the shop's addresses begin, such as /tea
  const path = MANY && dataset.shop ? `${own}/${dataset.shop.replace(/^\/|\/$/g, "")}` : own;
  const given = {
    home: source.origin + path, ours: source.origin === location.origin, kept: `shopkeeper:chat${path.replace("/", ":")}`,
    language: dataset.language, look: dataset.look, key: dataset.key, customer: dataset.customer, parts: dataset.parts ?? "search chat",
  };
  // A busy server may refuse the first part: it is asked again after a while, under another name, as browsers keep what failed.
  const start = (wait = 1000) => import(`${given.home}/static/widget/host.js${wait > 1000 ? `?${wait}` : ""}`)
    .then(({ begin }) => begin(given), () => wait < 60000 && setTimeout(start, wait, 2 * wait));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => start());
  else start();
})();
