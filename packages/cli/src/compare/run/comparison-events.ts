import type { CurvePoint, TrialResult, TrialTask } from "../protocol/trial.ts";

/** What a comparison does, in the order in which it happens; docs/compare.md has the schema. */
export type ComparisonEvent =
  | { readonly event: "start"; readonly losses: readonly string[]; readonly resumed: boolean }
  | { readonly event: "phase"; readonly phase: TrialTask["purpose"]; readonly trainings: number }
  | {
      readonly event: "trial-start";
      readonly id: string;
      readonly loss: string;
      readonly rate: number;
      readonly steps: number;
      readonly repeat: number | null;
      readonly fold: number | null;
      /** Of trainings that workers do: machine and slot. */
      readonly machine?: string;
    }
  /** Of trainings over a queue: who works on them, and what hinders them. */
  | { readonly event: "note"; readonly text: string }
  | { readonly event: "step"; readonly id: string; readonly step: number; readonly loss: number | null }
  | ({ readonly event: "point"; readonly id: string } & CurvePoint)
  | {
      readonly event: "trial-end";
      readonly id: string;
      readonly state: TrialResult["state"];
      readonly reason: string | null;
      readonly dice: number | null;
      readonly seconds: number;
    }
  | {
      readonly event: "end";
      readonly complete: boolean;
      readonly verdict: string;
      readonly claim: string;
      readonly seconds: number;
    };

export type Listener = (event: ComparisonEvent) => void;

/** The event of a training that has ended; `dice` of its test images, of the validation crops where it has none. */
export function endOf(
  { task, state, reason, evidence, validationDice, timing }: TrialResult,
  dice: number | null,
): ComparisonEvent {
  const seconds = Object.values(timing).reduce((sum, value) => sum + value, 0);
  return {
    event: "trial-end",
    id: task.id,
    state,
    reason,
    dice: evidence.length > 0 ? dice : validationDice,
    seconds,
  };
}
