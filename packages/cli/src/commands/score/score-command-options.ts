import type { QueueOptions } from "../../queue/link/queue-options.ts";
import type { ScoreOptions } from "../../score/request/score-options.ts";

/** What `segloss score` takes. */
export interface ScoreCommandOptions extends ScoreOptions, QueueOptions {
  readonly truth?: string;
  readonly workers?: number;
  readonly csv?: string;
  readonly html?: string;
  readonly junit?: string;
  readonly json?: boolean;
}
