import type { ProcessEnd } from "../../../processes/served-process.ts";
import { NEEDS_LESS } from "../failure-reason.ts";

/** Why a training failed whose process has ended, in a line for people. */
export function endReason({ code, signal, lastWords }: ProcessEnd): string {
  const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
  if (signal === "SIGKILL" || /out of memory|bad_alloc/i.test(lastWords))
    return `the process ${how}: perhaps too little memory; ${NEEDS_LESS}`;
  const said = lastWords
    .split("\n")
    .find((line) => SAYS_WHY.test(line))
    ?.trim();
  return `the process ${how}${said ? `: ${said}` : ""}`;
}

/** Lines before or after it are traces. */
const SAYS_WHY = /^\s*(what\(\):|\w*Error\b.*:|FATAL ERROR|.*Assertion|terminate called)/;
