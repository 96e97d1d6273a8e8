/** Bar charts as SVG that can be read on light and on dark pages. Pure. */
import type { Described } from "./case.ts";
import type { BenchResult } from "./results.ts";

const WIDTH = 720;
const LABEL = 150;
const BAR_SPACE = 380;
const BAR = 16;
const ROW = 56;
const TOP = 52;

const STYLE = `
    text { font: 13px system-ui, sans-serif; fill: #24292f; }
    .faint { fill: #57606a; }
    .croft { fill: #1f7a4d; }
    .bare { fill: #8c959f; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .faint { fill: #9da7b3; }
      .croft { fill: #3fb97a; }
      .bare { fill: #6e7781; }
    }`;

/** One pair of bars for each result, as long as its figures; each pair has a scale of its own, for units differ. */
export function chartOf(title: string, rows: readonly (readonly [Described, BenchResult])[]): string {
  const height = TOP + rows.length * ROW;
  const parts = rows.map(([described, result], index) => rowOf(described, result, TOP + index * ROW));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">`,
    `  <style>${STYLE}\n  </style>`,
    `  <text x="0" y="16" font-weight="600">${escaped(title)}</text>`,
    `  <rect class="croft" x="0" y="27" width="10" height="10"/><text class="faint" x="16" y="36">Croft</text>`,
    `  <rect class="bare" x="70" y="27" width="10" height="10"/><text class="faint" x="86" y="36">what it is compared with</text>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

function rowOf({ name, columns }: Described, { croft, bare, unit }: BenchResult, y: number): string {
  const longest = Math.max(croft, bare);
  const bar = (kind: "croft" | "bare", value: number, top: number, says: string) => {
    const width = Math.max(1, Math.round((BAR_SPACE * value) / longest));
    return [
      `  <rect class="${kind}" x="${LABEL}" y="${top}" width="${width}" height="${BAR}" rx="2"/>`,
      `  <text x="${LABEL + width + 6}" y="${top + 13}">${value.toLocaleString("en")}<tspan class="faint"> ${escaped(says)}</tspan></text>`,
    ];
  };
  const other = columns?.bare.replace(/^Croft, /, "") ?? "";
  return [
    `  <text x="0" y="${y + 22}">${escaped(name)}</text>`,
    ...bar("croft", croft, y, unit.replace(/ \(.*/, "")),
    ...bar("bare", bare, y + BAR + 3, other),
  ].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
