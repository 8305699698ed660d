/** Columns two spaces apart; the first flush left, the others flush right. What is too wide goes on below, with the first column. */
export function aligned(rows: readonly (readonly string[])[], width: number): string {
  const widths = rows[0].map((_, k) => Math.max(...rows.map((row) => row[k].length)));
  const cell = (text: string, k: number) => (k === 0 ? text.padEnd(widths[k]) : text.padStart(widths[k]));
  const blocks = fitting(widths, width).map((columns) =>
    rows
      .map((row) =>
        columns
          .map((k) => cell(row[k], k))
          .join("  ")
          .trimEnd(),
      )
      .join("\n"),
  );
  return blocks.join("\n\n");
}

/** Columns in groups that fit on a line, the first column in each of them. */
function fitting([first, ...others]: readonly number[], width: number): number[][] {
  const groups: number[][] = [[0]];
  let used = first;
  others.forEach((size, i) => {
    const last = groups[groups.length - 1];
    if (last.length > 1 && used + 2 + size > width) {
      groups.push([0, i + 1]);
      used = first + 2 + size;
      return;
    }
    last.push(i + 1);
    used += 2 + size;
  });
  return groups;
}
