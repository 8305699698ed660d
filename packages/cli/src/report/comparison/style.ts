import { LOSS_COLOURS } from "./loss-colours.ts";

const variables = (theme: "light" | "dark") =>
  LOSS_COLOURS.map((colour, k) => `--loss${k}: ${colour[theme]};`).join(" ");

const LIGHT = `--ink: #1d2129; --soft: #555e6a; --line: #d4d9e0; --ground: #ffffff; --raised: #f4f5f7; --good: #19713a; --bad: #b3261e; --told: #dcebdf; --same: #f7ecd2; --accent: #2f55b8; ${variables("light")}`;
const DARK = `--ink: #e4e7ec; --soft: #a3acb8; --line: #3a414c; --ground: #15181d; --raised: #1f242b; --good: #6cc98a; --bad: #ff8a80; --told: #1f3a29; --same: #40351a; --accent: #9db8f2; ${variables("dark")}`;

/** Style of the comparison's page: sizes 13, 15, 18 and 26 px; light, dark and paper; from 390 px on. */
export const COMPARISON_STYLE: string = `
:root { color-scheme: light dark; ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 24px 80px; }
h1 { font-size: 26px; line-height: 1.25; margin: 4px 0 12px; max-width: 34em; text-wrap: balance; overflow-wrap: break-word; }
h2 { font-size: 18px; margin: 48px 0 12px; padding-top: 12px; border-top: 1px solid var(--line); overflow-wrap: break-word; }
h3 { font-size: 15px; margin: 20px 0 4px; overflow-wrap: break-word; }
p, li { max-width: 76ch; overflow-wrap: break-word; }
p { margin: 8px 0; }
ul { padding-left: 20px; margin: 8px 0; }
a { color: var(--accent); }
nav { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 20px 0 0; font-size: 13px; }
code, pre { font: 13px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; }
pre { background: var(--raised); padding: 10px 12px; border-radius: 4px; margin: 6px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.small, figcaption, .muted, dl, summary, .legend, .tag { font-size: 13px; color: var(--soft); }
.eyebrow { font-size: 13px; color: var(--soft); margin: 0; }
.word { display: inline-block; font-size: 13px; font-weight: 600; padding: 1px 8px; border-radius: 10px; background: var(--raised); border: 1px solid var(--line); }
.banner { background: var(--raised); border-left: 4px solid #c07f00; padding: 8px 12px; max-width: none; }
.key-figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 8px 20px; margin: 16px 0 0; }
.key-figures dd { font-size: 18px; color: var(--ink); }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; }
caption { max-width: calc(100vw - 28px); text-align: left; font-size: 13px; color: var(--soft); padding-bottom: 4px; }
th { font-weight: 600; text-align: left; }
.table th, .table td { padding: 4px 9px; border-bottom: 1px solid var(--line); vertical-align: baseline; }
.table thead th { font-size: 13px; font-weight: 500; color: var(--soft); vertical-align: bottom; }
.table tbody th { font-weight: 500; min-width: 150px; max-width: 300px; position: sticky; left: 0; background: var(--ground); }
.number { text-align: right !important; font-variant-numeric: tabular-nums; white-space: nowrap; }
.text { min-width: 100px; }
.text:has(.tag) { min-width: 210px; }
.best { font-weight: 700; }
.loss { display: inline-flex; gap: 7px; align-items: baseline; overflow-wrap: break-word; min-width: 0; }
.loss > span:last-child { min-width: 0; overflow-wrap: break-word; }
.swatch { flex: none; display: inline-block; width: 10px; height: 10px; border-radius: 5px; }
.place { flex: none; color: var(--soft); font-size: 13px; min-width: 1.2em; font-variant-numeric: tabular-nums; }
.tag { border: 1px solid var(--line); border-radius: 4px; padding: 0 5px; font-weight: 400; white-space: nowrap; }
.tag.bad { color: var(--bad); border-color: var(--bad); }
.ranking { width: 100%; }
.ranking .strip { width: 30%; min-width: 190px; }
.ranking .interval { display: block; white-space: nowrap; }
.ranking tbody th { min-width: 215px; }
.ranking .states .small { min-width: 7.5em; }
.ranking .states { display: flex; flex-wrap: wrap; gap: 2px 5px; }
.ranking tfoot td, .ranking tfoot th { color: var(--soft); font-weight: 400; }
.dots { display: block; width: 100%; height: 22px; overflow: visible; }
.dots *, .area svg * { vector-effect: non-scaling-stroke; }
.ends { display: flex; justify-content: space-between; font-variant-numeric: tabular-nums; }
figure { margin: 12px 0; }
.plot { max-width: 760px; }
.plot .title { font-size: 13px; color: var(--soft); }
.area { position: relative; margin: 6px 14px 22px 44px; }
.area svg { position: absolute; inset: 0; width: 100%; height: 100%; overflow: visible; }
.area .tick, .area .mark { position: absolute; font-size: 12px; line-height: 1; color: var(--soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.area .y { right: 100%; margin-right: 7px; transform: translateY(-50%); }
.area .x { top: 100%; margin-top: 7px; transform: translateX(-50%); }
.area .mark { color: var(--ink); font-weight: 600; transform: translate(7px, -50%); text-shadow: 0 0 3px var(--ground), 0 0 3px var(--ground); }
.plot .along { font-size: 13px; color: var(--soft); text-align: right; margin-right: 14px; }
.grid { stroke: var(--ink); opacity: 0.13; stroke-width: 1; }
.frame { stroke: var(--ink); opacity: 0.45; stroke-width: 1; fill: none; }
.multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 220px), 1fr)); gap: 14px 20px; }
.multiples figure { margin: 0; min-width: 0; }
.multiples + .wide { margin-top: 20px; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; max-width: none; margin: 8px 0; }
.key { display: inline-flex; align-items: center; gap: 6px; }
.box { flex: none; width: 14px; height: 14px; border-radius: 3px; border: 1px solid var(--line); }
.matrix td, .matrix th { padding: 3px 6px; }
.matrix td { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; font-size: 13px; border: 1px solid var(--line); }
.matrix td.told { background: var(--told); }
.matrix td.same { background: var(--same); }
.matrix thead th { text-align: center; font-size: 13px; font-weight: 500; color: var(--soft); }
.matrix tbody th { font-weight: 500; min-width: 130px; max-width: 260px; position: sticky; left: 0; background: var(--ground); text-align: left; }
.picture-set { border-top: 1px solid var(--line); padding: 12px 0; }
.picture-set h3 { margin: 0; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 250px), 1fr)); gap: 12px 18px; margin-top: 8px; }
.pictures figure { margin: 0; min-width: 0; }
.pictures .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 6px; }
.pictures img { display: block; width: 100%; height: auto; image-rendering: pixelated; border-radius: 3px; background: var(--raised); }
.formula { padding: 10px 0; border-bottom: 1px solid var(--line); }
.formula h3 { margin: 0 0 4px; }
.formula math { font-size: 18px; width: fit-content; margin: 4px 0; }
.formula p { margin: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 24px 40px; }
.facts h3 { margin-top: 0; }
dl { margin: 0; }
dt { margin-top: 6px; }
dd { margin: 0; color: var(--ink); overflow-wrap: break-word; }
summary { cursor: pointer; padding: 4px 0; }
.shares { display: flex; height: 14px; border-radius: 3px; overflow: hidden; margin: 6px 0; max-width: 480px; }
.run { margin-top: 56px; border-top: 3px solid var(--line); }
footer { margin-top: 48px; font-size: 13px; color: var(--soft); }
@media (max-width: 640px) {
  main { padding: 20px 14px 48px; }
  h1 { font-size: 22px; }
  .table tbody th, .matrix tbody th { min-width: 118px; max-width: 170px; }
}
@media screen and (max-width: 1000px) {
  .ranking caption { display: block; }
  .ranking .interval { display: inline; }
  .ranking, .ranking tbody, .ranking tfoot { display: block; }
  .ranking thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .ranking tr { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); grid-auto-flow: row dense; gap: 2px 12px; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .ranking th, .ranking td { border: none !important; padding: 1px 0 !important; text-align: left !important; white-space: normal; }
  .ranking tbody th, .ranking tfoot th { min-width: 0; max-width: none; position: static; }
  .ranking tbody th, .ranking tfoot th, .ranking .strip, .ranking .whole { grid-column: 1 / -1; }
  .ranking .strip { width: 100%; min-width: 0; }
  .ranking [data-head]::before { content: attr(data-head) " "; color: var(--soft); font-size: 13px; font-weight: 400; }
}
@media print {
  :root { color-scheme: light; ${LIGHT} }
  body { font-size: 12px; }
  main { padding: 0; max-width: none; }
  nav { display: none; }
  .wide { overflow: visible; }
  .table th, .table td, .matrix td, .matrix th { padding: 2px 5px; font-size: 11px; }
  .small, .tag, .legend, dl, figcaption { font-size: 11px; }
  .table tbody th, .matrix tbody th { position: static; min-width: 120px; }
  tfoot { display: table-row-group; }
  h2, h3, caption { break-after: avoid; }
  figure, tr, .picture-set, .formula { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  .swatch, .box, .told, .same, .shares, .dots { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
