import { BOOLEAN, check, checkOptions, listOf, required, TEXT } from "segloss/door";
import { BYTES, THREADS } from "./kinds.ts";
import type { SessionOptions } from "./runtime.ts";

/** What every runtime looks at before it loads a model. */
export function checkSession(model: Uint8Array, options: SessionOptions): void {
  check("session: model", model, BYTES);
  checkOptions("session", options, {
    threads: required(THREADS),
    optimize: BOOLEAN,
    kept: listOf(TEXT, "a list of names of results"),
  });
}
