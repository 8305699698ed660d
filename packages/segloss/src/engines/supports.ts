import { hasRelaxedSimd, lacksSimd } from "./wasm/host/features.ts";
import { hasThreads } from "./wasm/host/workers.ts";

/** What a host lets the library do. */
export interface HostSupport {
  /** Whether `wasm()` has an engine here; where not, `evaluate` uses the reference. */
  readonly wasm: boolean;
  /** Whether its code may multiply and add in one instruction. */
  readonly relaxed: boolean;
  /** Whether it may have more than one thread. */
  readonly threads: boolean;
  /** What is missing and what to do about it, a sentence each. */
  readonly missing: readonly string[];
}

/**
 * What this host, a page or Node, lets the library do, and why not the rest: no vectors, a Content-Security-Policy
 * without 'wasm-unsafe-eval', no shared memory.
 *
 * @example supports().missing // [] in Node
 */
export function supports(): HostSupport {
  const lack = lacksSimd("the reference engine");
  const threads = lack === undefined && hasThreads();
  const alone =
    "Memory cannot be shared with workers here, so that engines have one thread: a page needs the headers " +
    "Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp.";
  return {
    wasm: lack === undefined,
    relaxed: lack === undefined && hasRelaxedSimd(),
    threads,
    missing: [...(lack === undefined ? [] : [lack]), ...(lack === undefined && !threads ? [alone] : [])],
  };
}
