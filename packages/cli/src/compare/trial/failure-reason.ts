import { fullDisk } from "../../data/full-disk.ts";
import { memoryFault } from "../../data/memory-fault.ts";
import type { TrialTask } from "../protocol/trial.ts";

/** What helps where memory does not suffice. */
export const NEEDS_LESS = "fewer --threads (trainings at a time) or a smaller --size need less";

/**
 * Why a training failed, in a line for people.
 *
 * @param purpose of the training: before there is a plan nothing is kept that could be gone on with
 */
export function failureReason(error: unknown, purpose?: TrialTask["purpose"]): string {
  const message = oneLine(error instanceof Error ? error.message : String(error));
  const full = fullDisk(codeOf(error));
  if (full)
    return `${full}: ${message}. Make room; the same command ${purpose === "speed" ? "then begins anew" : "with --resume then goes on"}`;
  const memory = memoryFault(message);
  if (memory) return `too little memory (${memory}): ${NEEDS_LESS}`;
  if (codeOf(error) === "ENOMEM") return `too little memory (${message}): ${NEEDS_LESS}`;
  return message;
}

/** The code of the operating system, of the error or of what caused it. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return (error as NodeJS.ErrnoException).code ?? codeOf(error.cause);
}

const LONGEST = 500;

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim().slice(0, LONGEST);
}
