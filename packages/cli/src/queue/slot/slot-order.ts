import type { TrialMachine } from "../../compare/protocol/trial.ts";
import type { RedisAddress } from "../link/redis-address.ts";
import type { JobBounds } from "./runner.ts";

/** What a slot process is told when it begins; by a message, so that no password stands among the arguments of a process. */
export interface SlotOrder {
  readonly address: RedisAddress;
  readonly store: string;
  readonly cache: string;
  readonly provider: string;
  readonly machine: TrialMachine;
  /** From 1. */
  readonly slot: number;
  readonly bounds: JobBounds;
}

/** What a slot process is told. */
export type SlotMessage = { readonly kind: "begin"; readonly order: SlotOrder } | { readonly kind: "leave" };

/** What it tells. */
export type SlotNews =
  | { readonly kind: "said"; readonly line: string }
  /** It cannot work at all. */
  | { readonly kind: "cannot"; readonly reason: string };
