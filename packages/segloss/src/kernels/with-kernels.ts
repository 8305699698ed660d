import { KERNELS } from "../losses/kernels.ts";
import type { Term } from "../losses/loss.ts";
import { kernelsFor } from "./kernels-for.ts";

/** The term with what its formula needs, none where it is arithmetic alone. */
export function withKernels(term: Term): Term {
  const { [KERNELS]: _, ...bare } = term;
  const kernels = kernelsFor(term);
  return kernels.length === 0 ? bare : { ...bare, [KERNELS]: kernels };
}
