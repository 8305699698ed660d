// What the packages beside this one check their arguments with.
export { arrayKind } from "./array-kind.ts";
export { check } from "./check.ts";
export { checkOptions } from "./check-options.ts";
export { type Kind, required } from "./kind.ts";
export {
  ANY,
  BOOLEAN,
  COUNT,
  choice,
  either,
  FINITE,
  FUNCTION,
  having,
  LIST,
  listOf,
  NUMBERS,
  POSITIVE,
  RECORD,
  SHARE,
  TEXT,
  WHOLE,
} from "./kinds.ts";
export { printable } from "./printable.ts";
export { shown } from "./shown.ts";
