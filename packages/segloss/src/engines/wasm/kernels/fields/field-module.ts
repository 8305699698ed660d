import { type FunctionBuilder, functionBuilder } from "../../asm/function-builder.ts";
import { encodeModule } from "../../asm/module.ts";
import { emitLastCells, emitLastWeights, emitMiddleCells } from "./cell-passes.ts";
import { emitLabelMask, emitThresholdMask } from "./class-masks.ts";
import { emitColumnCells } from "./column-cells.ts";
import { emitColumnSteps } from "./column-steps.ts";
import { emitComponents } from "./components.ts";
import { emitLastPass, emitMiddlePass } from "./distance-passes.ts";
import { type Job, job } from "./job.ts";

/** Writes the code for the tasks of a job. */
type Kernel = (f: FunctionBuilder, j: Job) => void;

export type FieldKernel =
  | "labelMask"
  | "thresholdMask"
  | "columnSteps"
  | "middlePass"
  | "lastPass"
  | "columnCells"
  | "middleCells"
  | "lastCells"
  | "lastWeights"
  | "components";

/** The kernels of fields by the names under which threads call them with their number. */
const KERNELS: Readonly<Record<FieldKernel, Kernel>> = {
  labelMask: emitLabelMask,
  thresholdMask: emitThresholdMask,
  columnSteps: emitColumnSteps,
  middlePass: emitMiddlePass,
  lastPass: emitLastPass,
  columnCells: emitColumnCells,
  middleCells: emitMiddleCells,
  lastCells: emitLastCells,
  lastWeights: emitLastWeights,
  components: emitComponents,
};

/** Bytes of the module of a kernel, for a record at that address. */
export function fieldModule(name: FieldKernel, address: number, shared: boolean): Uint8Array<ArrayBuffer> {
  const f = functionBuilder(["thread"]);
  KERNELS[name](f, job(f, address, shared));
  return encodeModule({ functions: new Map([[name, f]]), shared });
}
