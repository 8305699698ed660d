import { CLASS, type Expression } from "../../formula/expression.ts";
import { OPS } from "../../formula/op-table.ts";
import type { ClassOp } from "../../formula/ops/op.ts";
import { nodesOverSums } from "./nodes-over-sums.ts";
import type { SumPlace } from "./stage-program.ts";

/** Where a tape finds what the sweeps have summed. */
export type SumPlaceOf = (node: Expression) => SumPlace;

/** A float64 program over the sums of a region: no pixels, so a few hundred operations at most. */
export interface Tape {
  /** Runs it on a row of sums with the share of the region; results are in `results` until the next run. */
  run(row: Float64Array, share: number): void;
  /** One number per root, or one per class. */
  readonly results: readonly Float64Array[];
}

/** Numbers by name that are the same for every region and set before each run. */
export type RunNumbers = Readonly<Record<string, number>>;

/** Compiles expressions without the pixel axis. Nothing is allocated when it runs. */
export function makeTape(
  roots: readonly Expression[],
  classes: number,
  placeOf: SumPlaceOf,
  given: RunNumbers,
): Tape {
  const registers = new Map<string, Float64Array>();
  const input: TapeInput = { row: new Float64Array(0), share: 1, given };
  const steps: (() => void)[] = [];
  for (const node of nodesOverSums(roots)) {
    const out = new Float64Array(node.axes & CLASS ? classes : 1);
    registers.set(node.key, out);
    const step = makeStep(node, out, registers, input, classes, placeOf);
    if (step) steps.push(step);
  }
  return {
    results: roots.map((root) => registers.get(root.key) as Float64Array),
    run: (row, share) => {
      input.row = row;
      input.share = share;
      for (const step of steps) step();
    },
  };
}

interface TapeInput {
  row: Float64Array;
  share: number;
  readonly given: RunNumbers;
}

function makeStep(
  node: Expression,
  out: Float64Array,
  registers: ReadonlyMap<string, Float64Array>,
  input: TapeInput,
  classes: number,
  placeOf: SumPlaceOf,
): (() => void) | null {
  if (node.kind === "number") out.fill(node.value);
  if (node.kind === "vector") out.set(node.values);
  if (node.kind === "symbol") {
    const { name } = node;
    if (name !== "regionShare" && !Object.hasOwn(input.given, name))
      throw new Error(`There is no number by the name ${name}: this is a defect of the engine.`);
    return () => {
      out[0] = name === "regionShare" ? input.share : input.given[name];
    };
  }
  if (node.kind !== "apply") return null;
  if (node.op === "pixelSum") {
    const { offset, perClass } = placeOf(node);
    return () => {
      for (let c = 0; c < out.length; c++) out[c] = input.row[perClass ? offset + c : offset];
    };
  }
  const op = OPS[node.op];
  const args = node.args.map((arg) => registers.get(arg.key) as Float64Array);
  if (op.kind === "classes") return classStep(op.reference, args, out, classes);
  if (op.kind !== "elementwise")
    throw new Error(`There is no ${node.op} of sums: this is a defect of the engine.`);
  return op.arity === "many" ? foldStep(op.reference, args, out) : elementStep(op.reference, args, out);
}

function classStep(
  reference: ClassOp["reference"],
  args: readonly Float64Array[],
  out: Float64Array,
  classes: number,
): () => void {
  const rows = args.map(() => new Float64Array(classes));
  return () => {
    for (let k = 0; k < args.length; k++)
      for (let c = 0; c < classes; c++) rows[k][c] = args[k][args[k].length === 1 ? 0 : c];
    reference(rows[0], out, rows[rows.length - 1]);
  };
}

type Scalar = (a: number, b: number, c: number) => number;

function foldStep(reference: Scalar, args: readonly Float64Array[], out: Float64Array): () => void {
  return () => {
    for (let c = 0; c < out.length; c++) {
      let value = args[0][args[0].length === 1 ? 0 : c];
      for (let i = 1; i < args.length; i++)
        value = reference(value, args[i][args[i].length === 1 ? 0 : c], 0);
      out[c] = value;
    }
  };
}

function elementStep(reference: Scalar, args: readonly Float64Array[], out: Float64Array): () => void {
  const [x, y = x, z = x] = args;
  return () => {
    for (let c = 0; c < out.length; c++) {
      out[c] = reference(x[x.length === 1 ? 0 : c], y[y.length === 1 ? 0 : c], z[z.length === 1 ? 0 : c]);
    }
  };
}
