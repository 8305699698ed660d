import { checkOptions } from "../../door/check-options.ts";
import { ANY, BOOLEAN, choice } from "../../door/kinds.ts";
import { shown } from "../../door/shown.ts";
import { checkedLoss } from "../../losses/checked-loss.ts";
import type { Loss } from "../../losses/loss.ts";
import { makePlan } from "../../plan/plan.ts";
import { engineLimit } from "../../program/engine-limit.ts";
import type { CompileOptions, Engine } from "../engine.ts";
import { readOptions } from "../read-options.ts";
import { hasRelaxedSimd, lacksSimd } from "./host/features.ts";
import { type EngineMemory, engineMemory } from "./host/memory.ts";
import { type Pool, sharedPool, soloPool } from "./host/pool.ts";
import { hasThreads } from "./host/workers.ts";
import { fieldRoom } from "./kernels/fields/field-room.ts";
import { fieldsIn, type WasmFields } from "./kernels/fields/wasm-fields.ts";
import type { LovaszChoice } from "./kernels/rank/rank-method.ts";
import { makeStep, type WasmStep, type Workplace } from "./runtime/step.ts";

export type { StepArrays, WasmStep } from "./runtime/step.ts";

export interface WasmOptions {
  /**
   * Threads that share the work, this one among them. Default 1. Where the host cannot share memory (a page without
   * cross-origin isolation) or start workers, one.
   */
  readonly threads?: number;
  /** Whether to use relaxed SIMD where the host has it: faster, last bits differ. Default true. */
  readonly relaxed?: boolean;
  /**
   * How Lovász losses rank the pixels of a large region: "exact", by a sort; "bucketed", by counting them in cells, with
   * a gradient within 5e-5 of the exact one in relative L2; "auto" (default), exact up to some 65,000 errors above 0
   * and bucketed above. Regions below 32,768 pixels, pixel weights and soft targets are exact always.
   */
  readonly lovasz?: LovaszChoice;
}

/** The engine, with what it got of what was asked for. */
export interface WasmEngine extends Engine {
  readonly threads: number;
  readonly relaxed: boolean;
  /** Distance maps and components with the engine's threads, in its memory. */
  readonly fields: WasmFields;
  compile(loss: Loss, options: CompileOptions): WasmStep;
  /** Bytes of memory that steps and fields hold. */
  usedBytes(): number;
}

const SYNC_OPTIONS = { relaxed: BOOLEAN, lovasz: choice("auto", "exact", "bucketed") };

/**
 * The engine that compiles losses to WebAssembly vector code at run time: single precision pixel by pixel, sums in
 * double precision. Results do not depend on the number of threads.
 * @throws Error when the host has no WebAssembly SIMD or its policy forbids it, or `threads` is not a whole number from 1 to 64.
 */
export async function wasm(options: WasmOptions = {}): Promise<WasmEngine> {
  checkOptions("wasm", options, { threads: ANY, ...SYNC_OPTIONS });
  const { threads = 1, relaxed = true, lovasz = "auto" } = options;
  if (!Number.isInteger(threads) || threads < 1 || threads > 64) {
    throw new Error(`threads must be a whole number from 1 to 64, got ${shown(threads)}.`);
  }
  requireSimd();
  return makeEngine(await gather(threads), relaxed, lovasz);
}

/**
 * The same engine with one thread, at once.
 * @throws Error when the host has no WebAssembly SIMD, or its policy forbids it.
 */
export function wasmSync(options: Omit<WasmOptions, "threads"> = {}): WasmEngine {
  checkOptions("wasmSync", options, SYNC_OPTIONS);
  const { relaxed = true, lovasz = "auto" } = options;
  requireSimd();
  return makeEngine({ memory: engineMemory(false), pool: soloPool() }, relaxed, lovasz);
}

function requireSimd(): void {
  const lack = lacksSimd("the reference engine");
  if (lack !== undefined) throw engineLimit(lack);
}

function makeEngine({ memory, pool }: Gathered, relaxed: boolean, lovasz: LovaszChoice): WasmEngine {
  const fields = fieldRoom(memory, pool);
  const place: Workplace = { memory, pool, fields, relaxed: relaxed && hasRelaxedSimd(), lovasz };
  return {
    name: "wasm",
    threads: pool.threads,
    relaxed: place.relaxed,
    fields: fieldsIn(fields, () => memory.used()),
    compile(given, options) {
      pool.check();
      const loss = checkedLoss(given);
      return makeStep(makePlan(loss, readOptions(options, loss)), place);
    },
    usedBytes: () => memory.used(),
    dispose: () => pool.stop(),
  };
}

interface Gathered {
  readonly memory: EngineMemory;
  readonly pool: Pool;
}

const CONTROL_BYTES = 64;

async function gather(threads: number): Promise<Gathered> {
  if (threads > 1 && hasThreads()) {
    const memory = engineMemory(true);
    const control = memory.allocate(CONTROL_BYTES);
    const pool = await sharedPool(threads, memory.memory, control, memory.allocate, memory.free);
    if (pool) return { memory, pool };
  }
  return { memory: engineMemory(false), pool: soloPool() };
}
