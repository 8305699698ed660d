import type { LossDefinition } from "segloss";

/** A loss page in Korean; undefined: it is not translated. */
export function koreanLossPage(_english: string, _definition: LossDefinition): string | undefined {
  return undefined;
}
