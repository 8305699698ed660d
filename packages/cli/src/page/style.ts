/** The report's style: one scale of sizes (13, 15, 18, 26 px), one accent, light and dark. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2129; --soft: #5b6470; --line: #d9dde3; --ground: #ffffff; --raised: #f5f6f8; --strip: #4269d026; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7ec; --soft: #9aa3af; --line: #343a44; --ground: #15181d; --raised: #1e2229; --strip: #80a8e833; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 24px 80px; }
h1 { font-size: 26px; line-height: 1.25; margin: 4px 0 12px; max-width: 34em; text-wrap: balance; }
h2 { font-size: 18px; margin: 48px 0 12px; padding-top: 12px; border-top: 1px solid var(--line); }
h3 { font-size: 15px; margin: 0 0 4px; }
p { max-width: 72ch; margin: 8px 0; }
.small, figcaption, .muted, dl, summary, .legend, .ends, .tag { font-size: 13px; color: var(--soft); }
.eyebrow { font-size: 13px; color: var(--soft); margin: 0; }
.banner { background: var(--raised); border-left: 4px solid #e0a000; padding: 8px 12px; max-width: none; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; }
th { font-weight: 600; text-align: left; }
.ranking { width: 100%; }
.ranking th, .ranking td { padding: 4px 7px; border-bottom: 1px solid var(--line); white-space: nowrap; }
.ranking thead th { font-size: 13px; font-weight: 500; color: var(--soft); vertical-align: bottom; }
.ranking thead th.group { text-align: center; border-bottom: none; padding-left: 20px; }
.ranking tbody th { font-weight: 500; white-space: normal; min-width: 190px; }
.ranking tbody tr:first-child th, .ranking tbody tr:first-child .first { font-weight: 700; }
.number { text-align: right !important; font-variant-numeric: tabular-nums; }
.first { padding-left: 18px !important; }
.scale { width: 176px; }
.scale svg { display: block; }
.ends { display: flex; justify-content: space-between; width: 160px; }
.rule { stroke: var(--line); }
.strip { fill: var(--strip); }
.loss { display: flex; gap: 8px; align-items: baseline; }
.swatch { flex: none; width: 10px; height: 10px; border-radius: 5px; }
.tag { border: 1px solid var(--line); border-radius: 4px; padding: 0 5px; margin-left: 6px; font-weight: 400; white-space: nowrap; }
figure { margin: 12px 0; }
figure svg { max-width: 100%; height: auto; }
summary { cursor: pointer; padding: 4px 0; }
.gallery th, .gallery td { padding: 3px; vertical-align: top; }
.gallery thead th { font-size: 13px; font-weight: 400; color: var(--soft); text-align: center; }
.gallery tbody th { font-weight: 500; font-size: 13px; width: 190px; padding-right: 12px; vertical-align: middle; overflow-wrap: anywhere; }
.gallery td { text-align: center; }
.gallery img { display: block; width: 128px; height: auto; image-rendering: pixelated; border-radius: 3px; }
.stack { position: relative; display: block; }
.stack .errors { position: absolute; inset: 0; display: none; }
body:has(#errors:checked) .stack .errors { display: block; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: center; max-width: none; }
.legend label { margin-left: auto; cursor: pointer; }
.key { display: inline-flex; align-items: center; gap: 6px; }
.box { width: 14px; height: 14px; border-radius: 3px; border: 1px solid var(--line); }
.formula { padding: 10px 0; border-bottom: 1px solid var(--line); }
.formula math { font-size: 18px; width: fit-content; margin: 4px 0; }
.formula p { margin: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 24px 40px; }
dl { margin: 0; }
dt { color: var(--soft); margin-top: 6px; }
dd { margin: 0; color: var(--ink); overflow-wrap: anywhere; }
footer { margin-top: 48px; font-size: 13px; color: var(--soft); }
@media print { details > * { display: block; } .legend label { display: none; } }
`;
