/**
 * How a report looks: light, dark, and on paper. The colours are those of the window, of which a test keeps them equal.
 */
export const REPORT_STYLE = `:root {
  color-scheme: light dark;
  --surface: #ffffff;
  --border: #d5d8dd;
  --border-strong: #858c96;
  --text: #1a1d21;
  --text-dim: #545b65;
  --accent: #2f54d0;
  --grid: #e3e6ea;
  --series-main: #4a6178;
  --tool-0: #0a6ebd;
  --tool-1: #ad5a00;
  --tool-2: #00795a;
  --tool-3: #964a92;
  --tool-4: #217ba6;
  --tool-5: #7f6500;
  --tool-6: #7d5a44;
  --tool-7: #5d6672;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --surface: #1c1f23;
    --border: #343940;
    --border-strong: #7a828c;
    --text: #e5e7ea;
    --text-dim: #a5acb5;
    --accent: #8ea8ff;
    --grid: #2b3036;
    --series-main: #8fa9c2;
    --tool-0: #5aa9f0;
    --tool-1: #f0984a;
    --tool-2: #3fc295;
    --tool-3: #d98cd3;
    --tool-4: #7cc8ec;
    --tool-5: #d9b93f;
    --tool-6: #cda184;
    --tool-7: #a5afbc;
  }
}
body {
  max-width: 1000px;
  margin: 0 auto;
  padding: 24px;
  background: var(--surface);
  color: var(--text);
  font: 14px/1.5 system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
}
h1 { margin: 0 0 8px; font-size: 24px; line-height: 1.25; }
h2 { margin: 40px 0 8px; padding-top: 12px; border-top: 1px solid var(--border); font-size: 18px; line-height: 1.3; }
p { margin: 8px 0; max-width: 80ch; }
a { color: var(--accent); }
nav ul { columns: 3 220px; margin: 16px 0; padding: 0; list-style: none; }
.table { margin: 16px 0; overflow-x: auto; }
table { min-width: 320px; border-collapse: collapse; font-size: 13px; line-height: 1.4; }
caption { padding: 0 0 4px; font-weight: 600; text-align: left; }
th, td { padding: 2px 12px 2px 0; border-bottom: 1px solid var(--border); font-weight: 400; text-align: left; vertical-align: top; }
thead th { border-bottom-color: var(--border-strong); color: var(--text-dim); vertical-align: bottom; }
.number { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
tbody .captured, tbody .digest { font-family: ui-monospace, "Cascadia Mono", "SF Mono", "Noto Sans Mono", "DejaVu Sans Mono", monospace; font-size: 12px; }
.date { white-space: nowrap; }
tbody .captured, tbody .name, tbody .digest { min-width: 9ch; overflow-wrap: anywhere; }
tbody .captured { white-space: pre-wrap; unicode-bidi: isolate; direction: ltr; }
figure { margin: 24px 0; }
h3 { margin: 0; font-size: 14px; line-height: 1.4; }
.description { color: var(--text-dim); }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--text); font: 11px system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
svg .dim { fill: var(--text-dim); }
svg .haloed { paint-order: stroke; stroke: var(--surface); stroke-width: 3px; }
svg .axis { stroke: var(--border-strong); fill: none; }
svg .grid { stroke: var(--grid); fill: none; }
svg .lane { stroke: var(--grid); fill: none; }
svg .hatch { stroke: var(--border-strong); stroke-width: 0.75; fill: none; }
svg .limit { stroke: var(--text-dim); stroke-dasharray: 2 3; fill: none; }
svg .ribbon { fill-opacity: 0.35; stroke-width: 0.5; }
svg .open { fill: none; stroke-width: 2; }
svg .edge { stroke: var(--surface); stroke-width: 1; }
svg .bubble { fill-opacity: 0.75; }
svg .t0 { color: var(--tool-0); }
svg .t1 { color: var(--tool-1); }
svg .t2 { color: var(--tool-2); }
svg .t3 { color: var(--tool-3); }
svg .t4 { color: var(--tool-4); }
svg .t5 { color: var(--tool-5); }
svg .t6 { color: var(--tool-6); }
svg .t7 { color: var(--tool-7); }
svg .tn { color: var(--text-dim); }
@media print {
  @page { size: A4; margin: 15mm; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  h1 { font-size: 18pt; }
  h2 { font-size: 13pt; break-after: avoid; }
  table { font-size: 8.5pt; }
  tbody .captured, tbody .digest { font-size: 8pt; }
  .table { overflow: visible; }
  thead { display: table-header-group; }
  tr, .drawn { break-inside: avoid; }
  caption, h3, .description { break-after: avoid; }
}
`;
