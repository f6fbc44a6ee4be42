// How the chat looks.

export const STYLE = `
.panel { position: fixed; z-index: 2147483001; right: 20px; bottom: 20px; width: 420px; height: min(680px, calc(100dvh - 40px)); display: flex; flex-direction: column;
  overflow: hidden; border: 1px solid var(--line); border-radius: 18px; background: var(--paper); color: var(--ink); box-shadow: var(--shadow), 0 16px 56px rgb(40 30 10 / 22%); }
:host([page]) { display: block; height: 100%; }
:host([page]) .panel { position: static; width: 100%; height: 100%; min-height: 420px; box-shadow: none; }
header { flex: none; display: flex; align-items: center; gap: 4px; padding: 10px 12px 10px 18px; border-bottom: 1px solid var(--line); background: var(--surface); }
header div { flex: 1; min-width: 0; }
header b, header small { display: block; line-height: 1.35; }
header .now { color: var(--good); font-weight: 600; }
.log { position: relative; flex: 1; min-height: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px; display: flex; flex-direction: column; gap: 10px; }
.log > * { flex: none; }
.said { max-width: 88%; padding: 9px 14px; border-radius: 16px; white-space: pre-line; overflow-wrap: anywhere; line-height: 1.55; }
.said.it, .said.person { align-self: flex-start; background: var(--surface); border: 1px solid var(--line); border-bottom-left-radius: 5px; }
.said.person { border-color: var(--good); }
.said.person b { display: block; font-size: 13px; color: var(--good); }
.said.you { align-self: flex-end; background: var(--accent); color: var(--on-accent); border-bottom-right-radius: 5px; }
.note { align-self: center; text-align: center; }
header .cart { flex: none; padding: 8px; font-size: 14px; }
.cart a, a.cart { color: var(--accent); }
.choices, .act, .thumbs, .stars { display: flex; flex-wrap: wrap; gap: 8px; }
.choices button, .order button { border-color: var(--accent); color: var(--accent); background: none; font-size: 15px; text-align: left; }
.card { align-self: stretch; border: 1px solid var(--accent); border-radius: 16px; background: var(--surface); padding: 14px 16px; }
.card p { margin: 6px 0 12px; white-space: pre-line; overflow-wrap: anywhere; line-height: 1.55; }
.card b { font-size: 14px; color: var(--accent); }
.card .act:empty { display: none; }
.log .goods { align-self: stretch; display: flex; gap: 10px; overflow-x: auto; padding: 2px 2px 6px; scroll-snap-type: x proximity; }
.log .goods > li { flex: 0 0 158px; scroll-snap-align: start; }
.log .goods a { flex: none; }
.log .why { flex: 1; padding: 0 10px 6px; font-size: 12px; line-height: 1.45; color: var(--muted); }
.tick { display: flex; align-items: center; gap: 8px; min-height: 40px; padding: 4px 10px; border-top: 1px solid var(--line); font-size: 13px; cursor: pointer; }
.tick input { width: 18px; height: 18px; accent-color: var(--accent); }
.order { align-self: stretch; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface); padding: 12px 14px; font-size: 14px; }
.order > p { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 12px; }
.order .state { color: var(--good); font-weight: 600; }
.order ul { margin: 6px 0; }
.steps { display: flex; margin: 10px 0 6px; }
.steps li { flex: 1; position: relative; padding-top: 16px; text-align: center; font-size: 12px; color: var(--muted); }
.steps li::before { content: ""; position: absolute; z-index: 1; top: 2px; left: 50%; width: 10px; height: 10px; margin-left: -5px; border-radius: 50%; border: 2px solid var(--edge); background: var(--surface); box-sizing: border-box; }
.steps li + li::after { content: ""; position: absolute; top: 6px; right: 50%; width: 100%; height: 2px; background: var(--line); }
.steps .done { color: var(--ink); } .steps .done::before { border-color: var(--good); background: var(--good); } .steps .done + .done::after { background: var(--good); }
.table { align-self: stretch; overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); }
table { border-collapse: collapse; min-width: 100%; font-size: 14px; line-height: 1.45; }
th, td { padding: 7px 10px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); min-width: 92px; }
tbody th { position: sticky; left: 0; min-width: 76px; max-width: 110px; background: var(--surface); font-weight: 400; color: var(--muted); }
tr:last-child > * { border-bottom: 0; }
tr.differs td { font-weight: 600; }
details { align-self: flex-start; max-width: 88%; font-size: 13px; color: var(--muted); }
summary { cursor: pointer; padding: 4px 0; }
blockquote { margin: 4px 0 0; padding-left: 10px; border-left: 3px solid var(--line); overflow-wrap: anywhere; }
.thumbs button, .stars button { border: 0; background: none; min-height: 32px; padding: 2px 6px; color: var(--muted); }
.thumbs { gap: 0; } .thumbs svg { width: 18px; height: 18px; stroke-width: 1.6; }
.stars { gap: 0; } .stars button { font-size: 22px; line-height: 1; }
.brief { flex: none; display: flex; gap: 6px; align-items: center; overflow-x: auto; padding: 8px 12px; border-top: 1px solid var(--line); background: var(--soft); }
.brief small { flex: none; }
.chip { flex: none; display: flex; border: 1px solid var(--edge); border-radius: 16px; background: var(--surface); }
.chip button { min-height: 32px; border: 0; border-radius: 16px; background: none; font-size: 13px; padding: 2px 4px 2px 12px; }
.chip button + button { padding: 2px 10px 2px 6px; color: var(--muted); }
.chip [aria-expanded=true] { color: var(--accent); font-weight: 600; }
.edit, .bar { flex: none; display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 8px 12px; border-top: 1px solid var(--line); background: var(--surface); font-size: 14px; }
.edit label { width: 100%; font-size: 13px; color: var(--muted); }
.edit input { flex: 1; min-width: 0; height: 38px; padding: 0 12px; border: 1px solid var(--edge); border-radius: 19px; background: var(--paper); font-size: 16px; }
.edit button { font-size: 14px; padding: 2px 14px; }
.edit .values { width: 100%; display: flex; gap: 6px; overflow-x: auto; padding: 2px; } .edit .values button { flex: none; }
.bar span { flex: 1; }
.say { flex: none; display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px calc(10px + env(safe-area-inset-bottom)); border-top: 1px solid var(--line); background: var(--surface); }
textarea { flex: 1; min-width: 0; height: 44px; max-height: 130px; padding: 9px 14px; resize: none; border: 1px solid var(--edge); border-radius: 22px; background: var(--paper); line-height: 1.5; font-size: 16px; }
textarea:focus-visible { outline-width: 2px; outline-offset: 0; }
textarea::placeholder { color: var(--muted); opacity: 1; }
.send, .send:hover { width: 44px; height: 44px; background: var(--accent); color: var(--on-accent); }
.dots::after { content: "…"; animation: dots 1s steps(3) infinite; } @keyframes dots { from { opacity: .2; } }
@media (max-width: 520px) { :host(:not([page])) .panel { inset: 0; width: auto; height: 100dvh; border: 0; border-radius: 0; } }`;
