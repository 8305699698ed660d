import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

// Numeric cases of other libraries' own tests: inputs, options, expected value and the tolerance that the test states.
// All that were gathered lie beside the checkout, in ../shared/peers-cases; a selection of each kind in golden/.

/** An array as the files write it. */
export interface WrittenArray {
  readonly shape: readonly number[];
  readonly data?: readonly number[];
  /** Runs of one value: [value, count]. */
  readonly runs?: readonly (readonly [value: number, count: number])[];
  readonly fill?: number;
  /** Boxes painted on the fill, `to` excluded. */
  readonly boxes?: readonly { from: readonly number[]; to: readonly number[]; value: number }[];
  /** A ball of ones, border included; its radius and centre are in units of the spacing, where there is one. */
  readonly sphere?: {
    readonly radius: number;
    readonly centre: readonly number[];
    readonly spacing?: readonly number[];
  };
}

/** Numbers, truths or "NaN", nested as the library returns them. */
export type Nested = number | boolean | string | null | readonly Nested[];

/** One case of a library's tests. */
export interface PeerCase {
  readonly id: string;
  /** The function or class that is called. */
  readonly call: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly layout?: "channels-first" | "channels-last";
  readonly input?: WrittenArray;
  readonly target?: WrittenArray;
  readonly mask?: WrittenArray;
  /** Logits at several resolutions. */
  readonly inputs?: readonly WrittenArray[];
  readonly supervision?: Readonly<Record<string, unknown>>;
  readonly sample_weight?: number | readonly number[];
  readonly predicted?: WrittenArray;
  readonly truth?: WrittenArray;
  readonly probabilities?: WrittenArray;
  /** The library returns several numbers, of which the test looks at the mean. */
  readonly overall?: boolean;
  readonly expected: Nested;
  readonly rtol: number;
  readonly atol: number;
}

/** The cases of one library. */
export interface PeerSuite {
  readonly name: string;
  readonly library: string;
  readonly commit: string;
  readonly kind: "losses" | "metrics";
  readonly preset?: string;
  readonly cases: readonly PeerCase[];
}

const checkout = new URL("../../../../", import.meta.url);
// Beside the checkout, or beside the folder of several checkouts.
const gathered = ["../shared/peers-cases/", "../../shared/peers-cases/"].map((path) =>
  fileURLToPath(new URL(path, checkout)),
);
const selected = fileURLToPath(new URL("golden/", import.meta.url));

/** Whether a case is a matter of milliseconds. */
export function isSmall({ truth }: PeerCase): boolean {
  return truth === undefined || truth.shape.reduce((a, b) => a * b, 1) < 20_000;
}

/** All cases where they are at hand, else the selection. */
export function peerSuites(): { readonly whole: boolean; readonly suites: readonly PeerSuite[] } {
  const folder = gathered.find((path) => existsSync(path));
  return { whole: folder !== undefined, suites: readSuites(folder ?? selected) };
}

/** The cases that the repository holds itself. */
export function selectedSuites(): readonly PeerSuite[] {
  return readSuites(selected);
}

function readSuites(folder: string): PeerSuite[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => ({
    ...(JSON.parse(readFileSync(folder + file, "utf8")) as Omit<PeerSuite, "name">),
    name: file.slice(0, -".json".length),
  }));
}

/** The values of an array, the last axis fastest. */
export function valuesOf({ shape, data, runs, fill = 0, boxes, sphere }: WrittenArray): Float64Array {
  if (data) return Float64Array.from(data);
  const values = new Float64Array(shape.reduce((a, b) => a * b, 1)).fill(fill);
  let at = 0;
  for (const [value, count] of runs ?? []) {
    values.fill(value, at, at + count);
    at += count;
  }
  for (const { from, to, value } of boxes ?? []) paintRows(values, shape, from, to, value);
  if (sphere) paintBall(values, shape, sphere);
  return values;
}

/** Calls `row` with the place and the index of each first pixel along the last axis between two corners. */
function forRows(
  shape: readonly number[],
  from: readonly number[],
  to: readonly number[],
  row: (place: readonly number[], index: number) => void,
): void {
  const visit = (place: readonly number[], index: number): void => {
    const axis = place.length;
    if (axis === shape.length - 1) row(place, index * shape[axis]);
    else
      for (let x = Math.max(from[axis], 0); x < Math.min(to[axis], shape[axis]); x++)
        visit([...place, x], index * shape[axis] + x);
  };
  visit([], 0);
}

function paintRows(
  values: Float64Array,
  shape: readonly number[],
  from: readonly number[],
  to: readonly number[],
  value: number,
): void {
  const [first, end] = [from, to].map((corner) => corner[shape.length - 1]);
  forRows(shape, from, to, (_, index) => values.fill(value, index + first, index + end));
}

function paintBall(
  values: Float64Array,
  shape: readonly number[],
  { radius, centre, spacing = shape.map(() => 1) }: NonNullable<WrittenArray["sphere"]>,
): void {
  const last = shape.length - 1;
  const off = (x: number, axis: number): number => (x * spacing[axis] - centre[axis]) ** 2;
  forRows(
    shape,
    shape.map(() => 0),
    shape,
    (place, index) => {
      const before = place.reduce((sum, x, axis) => sum + off(x, axis), 0);
      for (let x = 0; x < shape[last]; x++) if (before + off(x, last) <= radius ** 2) values[index + x] = 1;
    },
  );
}

/** The numbers of a nested value in order; truths are 1 and 0, texts "NaN" and "Infinity", what is missing is NaN. */
export function flat(value: Nested): number[] {
  if (Array.isArray(value)) return value.flatMap(flat);
  if (typeof value === "boolean") return [Number(value)];
  return [value === null ? Number.NaN : Number(value)];
}
