import type { RankMethod } from "../kernels/rank/rank-method.ts";

/** Ranks, and looks at neighbours of `others` bytes a thread, run one after the other: they share memory. */
export function taskMemory(
  methods: readonly RankMethod[],
  others: number,
  threads: number,
): { readonly perThread: number; readonly bytes: number } {
  const largest = (isSplit: boolean): number =>
    Math.max(0, ...methods.filter((method) => method.isSplit === isSplit).map(({ bytes }) => bytes));
  const perThread = 64 * Math.ceil(Math.max(largest(false), others) / 64);
  return { perThread, bytes: Math.max(64 * Math.ceil(largest(true) / 64), threads * perThread) };
}
