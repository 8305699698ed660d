import type { FieldKernel } from "./field-module.ts";
import type { PlaneBytes } from "./field-room.ts";
import type { FieldLayout } from "./layout.ts";

/** How a field is made: planes beside outputs, by their bytes a pixel, and kernels one after the other. */
export interface FieldPasses {
  readonly planes: PlaneBytes;
  readonly kernels: readonly FieldKernel[];
}

export function distancePasses({ lines }: FieldLayout): FieldPasses {
  return lines > 1
    ? { planes: { mask: 1, steps: 2, squares: 4 }, kernels: ["columnSteps", "middlePass", "lastPass"] }
    : { planes: { mask: 1, steps: 2 }, kernels: ["columnSteps", "lastPass"] };
}

/** The nearest two cells of labelled images, and what is made of them. */
export function cellPasses({ lines }: FieldLayout, last: "lastCells" | "lastWeights"): FieldPasses {
  return {
    planes: { labels: 4, near1: 4, near2: 4, cell1: 4, cell2: 4 },
    kernels: lines > 1 ? ["columnCells", "middleCells", last] : ["columnCells", last],
  };
}
