import { check } from "../../door/check.ts";
import { listOf, NUMBERS } from "../../door/kinds.ts";

/**
 * The assignment of rows to columns of least total cost: each row gets a column of its own. Shortest
 * augmenting paths with potentials, time rows^2 columns.
 *
 * H. W. Kuhn, Naval Research Logistics Quarterly 2, 1955; R. Jonker, A. Volgenant, Computing 38, 1987.
 *
 * @param cost as many columns as rows, or more
 * @returns the column of each row
 */
export function assignment(cost: readonly (readonly number[])[]): number[] {
  checkCosts(cost);
  const rows = cost.length;
  const columns = cost[0]?.length ?? 0;
  if (columns < rows)
    throw new RangeError(`there must be a column for each row, got ${rows} rows, ${columns} columns`);
  const ofRow = new Float64Array(rows);
  const ofColumn = new Float64Array(columns + 1);
  // Column `columns` stands for the row that looks for a column.
  const rowOf = new Int32Array(columns + 1).fill(-1);
  for (let row = 0; row < rows; row++) augment(cost, row, rowOf, ofRow, ofColumn);
  const result = new Array<number>(rows);
  for (let column = 0; column < columns; column++) if (rowOf[column] >= 0) result[rowOf[column]] = column;
  return result;
}

function checkCosts(cost: readonly (readonly number[])[]): void {
  check("assignment: cost", cost, listOf(NUMBERS, "a list of rows of costs"));
  for (const [row, { length }] of cost.entries()) {
    if (length !== cost[0].length)
      throw new RangeError(`every row must have ${cost[0].length} costs, got ${length} in row ${row}`);
    const at = cost[row].findIndex((x) => !Number.isFinite(x));
    if (at >= 0)
      throw new RangeError(`costs must be finite, got ${cost[row][at]} in row ${row}, column ${at}`);
  }
}

/** Gives one more row a column, moving others along the cheapest path to a free column. */
function augment(
  cost: readonly (readonly number[])[],
  row: number,
  rowOf: Int32Array,
  ofRow: Float64Array,
  ofColumn: Float64Array,
): void {
  const columns = rowOf.length - 1;
  const least = new Float64Array(columns).fill(Infinity);
  const before = new Int32Array(columns);
  const done = new Uint8Array(columns + 1);
  let column = columns;
  rowOf[columns] = row;
  while (rowOf[column] >= 0) {
    done[column] = 1;
    const from = rowOf[column];
    let next = -1;
    for (let c = 0; c < columns; c++) {
      if (done[c]) continue;
      const reduced = cost[from][c] - ofRow[from] - ofColumn[c];
      if (reduced < least[c]) {
        least[c] = reduced;
        before[c] = column;
      }
      if (next < 0 || least[c] < least[next]) next = c;
    }
    const step = least[next];
    for (let c = 0; c <= columns; c++) {
      if (done[c]) {
        ofRow[rowOf[c]] += step;
        ofColumn[c] -= step;
      } else if (c < columns) least[c] -= step;
    }
    column = next;
  }
  while (column !== columns) {
    rowOf[column] = rowOf[before[column]];
    column = before[column];
  }
}
