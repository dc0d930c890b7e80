// The layout of the XNOR figure, beyond what figure.css has. It travels with the view, and keeps to
// signs that need no escape in a still picture.

// For this figure alone, whatever else is on the page.
const of = (selector, ...declarations) =>
  `.nn-figure:has(.nn-matrices) ${selector} { ${declarations.join("; ")} }`;

const WHOLE = [
  of(":is(.nn-stage, .nn-matrices, .nn-examples)", "flex: 1 1 100%", "min-inline-size: 0"),
  of(".nn-stage", "display: grid", "gap: 0.5rem 1.25rem"),
  of(".nn-stage", "grid-template-columns: minmax(0, 13rem) minmax(0, 1fr)"),
  of(".nn-stage .nn-button", "flex: 1 1 5rem"),
  of(".nn-stage .nn-next", "border-color: var(--nn-accent)", "background: var(--nn-accent)"),
  of(".nn-stage .nn-next", "color: var(--nn-paper)", "font-weight: 600"),
  of("[aria-disabled=true]", "opacity: 0.55", "cursor: default"),
  of(".nn-operation", "min-block-size: 9.6rem", "padding: 0.6rem 0.9rem", "border-radius: 0.4rem"),
  of(".nn-operation", "background: var(--nn-raised)"),
  of(".nn-operation-title", "font-weight: 600"),
  of(".nn-formula p", "margin: 0 0 0.2rem", "font-variant-numeric: tabular-nums"),
  of(".nn-because", "margin: 0", "color: var(--nn-muted)"),
  of(".nn-symbol", "white-space: nowrap"),
  of(".nn-symbol i", "font-family: Georgia, serif"),
  of(".nn-symbol :is(sub, sup)", "font-size: 0.7em", "line-height: 0"),
  of(".nn-scripts", "display: inline-grid", "margin-inline-start: 0.1em", "vertical-align: middle"),
  of(".nn-scripts", "font-size: 0.68em", "line-height: 1.05"),
  of(".nn-table", "inline-size: 100%", "margin: 0.5rem 0", "border-collapse: collapse"),
  of(".nn-table", "table-layout: fixed", "color: inherit", "font-variant-numeric: tabular-nums"),
  of(".nn-table th:first-child", "inline-size: 3.6rem"),
  of(".nn-table .nn-sum", "inline-size: 12.5rem", "white-space: nowrap"),
  of(".nn-table caption", "padding: 0.2rem 0", "caption-side: bottom", "text-align: start"),
  of(".nn-table caption", "color: var(--nn-muted)", "font-size: 0.85rem"),
  of(".nn-table :is(th, td)", "padding: 0.2rem 0", "border: 0", "background: none"),
  of(".nn-table :is(th, td)", "color: inherit", "text-align: center"),
  of(".nn-table th", "font-weight: 400"),
  of(".nn-table b", "display: block", "min-block-size: 1.45em"),
  of(".nn-table tbody :is(th, td)", "border-block-start: 1px solid var(--nn-grid)"),
  of(".nn-table .nn-answer", "cursor: pointer"),
  of(".nn-table .nn-on-show :is(th, td)", "background: var(--nn-raised)"),
  of(".nn-table .nn-on-show .nn-made", "border-radius: 0.3rem", "font-weight: 700"),
  of(".nn-table .nn-on-show .nn-made", "background: var(--nn-accent)", "color: var(--nn-paper)"),
  of(".nn-equation", "display: flex", "flex-wrap: wrap", "gap: 0.3rem", "align-items: center"),
  of(".nn-equation", "min-block-size: 6.2rem", "font-variant-numeric: tabular-nums"),
  of(".nn-activated", "display: inline-flex", "gap: 0.3rem", "align-items: center"),
  of(".nn-matrix", "display: inline-grid", "justify-items: center"),
  of(".nn-entries", "display: grid", "gap: 0.2rem", "align-items: center"),
  of(".nn-entries", "justify-items: center", "padding: 0.2rem 0.3rem"),
  of(".nn-entries", "border: solid var(--nn-ink)", "border-width: 0 1.5px"),
  of(".nn-entries", "border-radius: 0.4rem"),
  of(".nn-entries span", "min-inline-size: 1.2em", "text-align: center"),
  of(".nn-entries .nn-number", "inline-size: 3.6rem", "text-align: end"),
  of(".nn-shape", "block-size: 1.5em", "color: var(--nn-muted)", "font-size: 0.75rem"),
  of(".nn-drag", "display: flex", "gap: 0.5rem", "align-items: center", "margin-block: 0.25rem"),
  of(".nn-drag input", "flex: 1 1 6rem", "min-inline-size: 0"),
  of(".nn-drag .nn-value", "min-inline-size: 3em", "text-align: end"),
  of(".nn-examples", "display: flex", "flex-wrap: wrap", "gap: 0.5rem", "align-items: center"),
  of(".nn-examples label", "flex: 1 1 14rem", "margin: 0"),
  of(".nn-examples select", "max-inline-size: 100%"),
  of(".nn-notice", "min-block-size: 2.9em"),
];

const NARROW = [
  of(".nn-stage", "grid-template-columns: minmax(0, 1fr)"),
  of(".nn-operation", "min-block-size: 13rem"),
  of(".nn-table", "font-size: min(0.72rem, 3.9cqi)"),
  of(".nn-table tr > :is(:first-child, :last-child)", "inline-size: 14%"),
  of(".nn-table .nn-sum", "display: none"),
  of(".nn-table :is(th, td)", "padding: 0.35rem 0"),
  of(".nn-entries .nn-number", "inline-size: 3.1rem", "padding-inline: 0.15rem"),
  of(".nn-entries .nn-number", "appearance: textfield"),
  of(".nn-notice", "min-block-size: 4.35em"),
];

// Without scripts, and on paper, the numbers stay and what moves them goes.
const STILL = [
  of(".nn-settings", "display: block"),
  of(".nn-entries input", "border-color: transparent"),
  of(":is(.nn-stage, .nn-controls, .nn-share, .nn-drag, .nn-examples)", "display: none"),
];

export const STYLE = [
  ...WHOLE,
  ...["@container (max-width: 40rem) {", ...NARROW, "}"],
  ...["@media (scripting: none), print {", ...STILL, "}"],
].join(" ");
