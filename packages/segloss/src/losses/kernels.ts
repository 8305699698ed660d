/**
 * Where a term has its kernels. A symbol: JSON and messages between threads leave them out, `{ ...term }` keeps them. One for
 * all copies of the library: a page may have one bundle of `segloss` and another of `segloss/tfjs`.
 */
export const KERNELS: unique symbol = Symbol.for("segloss kernels");

/**
 * Code for what is no arithmetic, which a term brings along, so that a bundle has it where a loss that needs it is imported.
 * `kernels/kernel-sets.ts` says what is in it.
 */
export interface TermKernels {
  readonly name: "ranks" | "skeletons" | "fields";
}
