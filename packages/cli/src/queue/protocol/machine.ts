import { hostname } from "node:os";
import type { TrialMachine } from "../../compare/protocol/trial.ts";
import { environment } from "../../host/environment.ts";

/** Names as Redis takes them for connections: a worker whose name has spaces is invisible there. */
const NAME = /^[\w.-]{1,60}$/;

export function isMachineName(text: string): boolean {
  return NAME.test(text);
}

/** This machine, as results name it. */
export function machineHere(name: string, provider: string): TrialMachine {
  return { name, processor: environment().processor.replace(/, \d+ cores$/, ""), provider };
}

export function usualMachineName(): string {
  return (
    hostname()
      .replace(/[^\w.-]+/g, "-")
      .slice(0, 60) || "machine"
  );
}
