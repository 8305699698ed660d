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
  /** A ball of ones, border included. */
  readonly sphere?: { readonly radius: number; readonly centre: readonly number[] };
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
  for (const { from, to, value } of boxes ?? [])
    paint(values, shape, value, (place) => place.every((x, k) => x >= from[k] && x < to[k]));
  if (sphere) {
    const { centre, radius } = sphere;
    paint(values, shape, 1, (place) => Math.hypot(...place.map((x, k) => x - centre[k])) <= radius);
  }
  return values;
}

function paint(
  values: Float64Array,
  shape: readonly number[],
  value: number,
  inside: (place: readonly number[]) => boolean,
): void {
  const place = shape.map(() => 0);
  for (let i = 0; i < values.length; i++) {
    let rest = i;
    for (let k = shape.length - 1; k >= 0; k--) {
      place[k] = rest % shape[k];
      rest = Math.floor(rest / shape[k]);
    }
    if (inside(place)) values[i] = value;
  }
}

/** The numbers of a nested value in order; truths are 1 and 0, what is missing is NaN. */
export function flat(value: Nested): number[] {
  if (Array.isArray(value)) return value.flatMap(flat);
  if (typeof value === "boolean") return [Number(value)];
  return [typeof value === "number" ? value : Number.NaN];
}
