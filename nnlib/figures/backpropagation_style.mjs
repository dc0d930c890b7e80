// The layout of the step-by-step figure, beyond what figure.css has. It travels with the view, and
// keeps to signs that need no escape in a still picture.

const rule = (selector, declarations) => `${selector} { ${declarations.join("; ")} }`;
const of = (selector, ...declarations) => rule(`.nn-figure ${selector}`, declarations);
const ofShared = (selector, ...declarations) =>
  rule(`.nn-figure:has(.nn-stage) ${selector}`, declarations);

const STAGE = [
  of(".nn-stage", "flex: 1 1 100%", "display: grid", "gap: 0.75rem 1.25rem"),
  of(".nn-stage", "grid-template-columns: minmax(0, 15.5rem) minmax(0, 1fr)"),
  of(".nn-moves", "display: grid", "gap: 0.3rem"),
  of(".nn-moves", "grid-template-columns: 1fr 1fr 2fr 2.3fr 1fr 1fr"),
  of(".nn-moves .nn-button", "padding-inline: 0", "min-inline-size: 0", "min-block-size: 2.4rem"),
  of(".nn-moves .nn-next", "border-color: var(--nn-accent)", "background: var(--nn-accent)"),
  of(".nn-moves .nn-next", "color: var(--nn-paper)", "font-weight: 600", "white-space: nowrap"),
  of(".nn-moves .nn-button[aria-disabled=true]", "opacity: 0.55", "cursor: default"),
  of(".nn-time input", "display: block", "inline-size: 100%", "margin-block-start: 0.4rem"),
  of(".nn-phases", "display: flex", "gap: 2px", "font-size: 0.75rem", "color: var(--nn-muted)"),
  of(".nn-phase", "flex: 1 1 0", "overflow: hidden", "text-align: center"),
  of(".nn-phase", "border-block-start: 4px solid var(--nn-ink)"),
  of(".nn-phase-backward", "border-color: var(--nn-accent)", "border-block-start-style: double"),
  of(".nn-phase-update", "border-color: var(--nn-right)", "border-block-start-style: dotted"),
  of(".nn-time p", "margin: 0.3rem 0 0.5rem", "font-variant-numeric: tabular-nums"),
  of(".nn-time .nn-losses", "min-block-size: 1.45em", "color: var(--nn-muted)"),
  of(".nn-operation", "padding: 0.7rem 0.8rem", "border-radius: 0.4rem"),
  of(".nn-operation", "background: var(--nn-raised)"),
  of(".nn-operation-title", "font-weight: 600"),
  of(".nn-formula", "margin-block-end: 0.5rem", "font-size: 1.05rem", "line-height: 1.85"),
  of(".nn-formula p", "margin: 0", "font-variant-numeric: tabular-nums"),
  of(".nn-formula .nn-more", "padding-inline-start: 1rem"),
  of(".nn-because", "margin: 0", "color: var(--nn-muted)"),
];

const SYMBOLS = [
  of(".nn-symbol", "white-space: nowrap"),
  of(".nn-symbol i", "font-family: Georgia, serif"),
  of(".nn-symbol :is(sub, sup)", "font-size: 0.7em", "line-height: 0"),
  of(".nn-scripts", "display: inline-grid", "margin-inline-start: 0.1em", "vertical-align: middle"),
  of(".nn-scripts", "font-size: 0.68em", "line-height: 1.05"),
];

const VALUES = [
  of(".nn-buttons .nn-controls", "flex: 1 1 100%", "margin-block: 0.5rem"),
  of(".nn-values", "flex: 1 1 100%", "min-inline-size: 0"),
  of(".nn-drag", "display: flex", "gap: 0.5rem", "align-items: center", "margin-block: 0.25rem"),
  of(".nn-drag input", "flex: 1 1 6rem", "min-inline-size: 0"),
  of(".nn-drag .nn-value", "min-inline-size: 5em", "text-align: end"),
  of(".nn-tables", "display: grid", "gap: 1rem 1.5rem", "align-items: start"),
  of(".nn-tables", "grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr))"),
  of(".nn-table", "inline-size: 100%", "margin: 0", "border-collapse: collapse", "color: inherit"),
  of(".nn-table", "font-size: 0.85rem", "font-variant-numeric: tabular-nums"),
  // A book's theme has a rule of its own for tables.
  of(".nn-values .nn-tables .nn-table", "table-layout: fixed"),
  of(".nn-table caption", "padding: 0 0 0.2rem", "caption-side: top", "text-align: start"),
  of(".nn-table caption", "color: inherit", "font-weight: 600"),
  of(".nn-table :is(th, td)", "block-size: 1.8rem", "padding: 0.1rem 0.25rem", "border: 0"),
  of(".nn-table :is(th, td)", "border-block-end: 1px solid var(--nn-grid)", "text-align: end"),
  of(".nn-table :is(th, td)", "background: none", "color: inherit"),
  of(".nn-table th", "font-weight: 400"),
  of(".nn-table thead th", "color: var(--nn-muted)"),
  of(".nn-table th:first-child", "inline-size: 3.6rem", "text-align: start"),
  of(".nn-table tbody th", "font-size: 1rem"),
  of(".nn-table .nn-number", "inline-size: 100%", "min-block-size: 1.6rem", "padding: 0 0.15rem"),
  of(".nn-table .nn-number", "text-align: end", "appearance: textfield"),
  of(".nn-table .nn-number::-webkit-inner-spin-button", "display: none"),
  of(".nn-table .nn-used", "border-radius: 0.3rem", "box-shadow: inset 0 0 0 2px var(--nn-muted)"),
  of(".nn-table .nn-used:has(input)", "box-shadow: none"),
  of(".nn-table .nn-used input", "border: 2px solid var(--nn-ink)"),
  of(".nn-table .nn-made", "border-radius: 0.3rem", "background: var(--nn-ink)"),
  of(".nn-table .nn-made", "color: var(--nn-paper)", "font-weight: 700"),
  of(".nn-table .nn-made-backward", "background: var(--nn-accent)"),
  of(".nn-table :is(.nn-made-update, .nn-made-again)", "background: var(--nn-right)"),
  of(".nn-table td:has(.nn-measured:not([hidden]))", "block-size: 2.8rem"),
  of(".nn-measured", "font-size: 0.72rem", "font-weight: 400", "white-space: nowrap"),
  of(".nn-measured:not([hidden])", "display: block"),
  of(".nn-check", "min-block-size: 1.45em", "margin: 0.3rem 0 0"),
];

// Room for the longest text, so that nothing moves while the reader goes on.
const ROOM = [
  of(".nn-operation", "min-block-size: 15rem"),
  ofShared(".nn-twin", "min-block-size: 2.9em"),
];
const LESS_WIDE = [of(".nn-operation", "min-block-size: 17.5rem")];

const NARROW = [
  of(".nn-stage", "grid-template-columns: minmax(0, 1fr)"),
  of(".nn-time .nn-losses", "min-block-size: 2.9em"),
  of(".nn-operation", "min-block-size: 19rem"),
  ofShared(".nn-ask + .nn-verdict", "min-block-size: 2.9em"),
  ofShared(".nn-twin", "min-block-size: 5.8em"),
];

// Without scripts, and on paper, the numbers stay and what moves them goes.
const STILL = [
  of(".nn-stage", "display: block"),
  of(".nn-table input", "border-color: transparent", "padding-inline-end: 0"),
  of(".nn-settings:has(.nn-values)", "display: block"),
  of(".nn-settings :is(.nn-controls, .nn-share, .nn-time, .nn-drag)", "display: none"),
];

export const STYLE = [
  ...STAGE,
  ...SYMBOLS,
  ...VALUES,
  ...ROOM,
  ...["@container (max-width: 43rem) {", ...LESS_WIDE, "}"],
  ...["@container (max-width: 34rem) {", ...NARROW, "}"],
  ...["@media (scripting: none), print {", ...STILL, "}"],
].join(" ");
