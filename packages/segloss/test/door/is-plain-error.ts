import { FormulaError } from "segloss";

/** How the errors begin or sound that a JavaScript engine throws itself; V8 and the others differ, so in English words. */
const RAW =
  /Cannot (read|set|convert|mix|destructure|assign|access|perform|use 'in'|delete)|is not (a function|iterable|defined|a constructor|an object|extensible)|undefined is not|null is not|object null|Invalid (array|typed array|array buffer|string|count|time|date|WebAssembly)|Maximum call stack|out of (bounds|memory)|Reduce of empty|called on (null|undefined|incompatible)|Class constructor|circular structure|convert a Symbol|The number .* cannot be converted|allocation failed/;

const LONGEST = 1000;

/**
 * Whether an error is one of the library's: it says what is expected or wrong and what came, in words of bounded length
 * without control characters.
 */
export function isPlainError(error: unknown): boolean {
  if (!(error instanceof Error) || ["ReferenceError", "SyntaxError", "EvalError"].includes(error.name))
    return false;
  // What the texts of formulas do to messages is tested in formula/.
  if (error instanceof FormulaError) return true;
  const { message } = error;
  if (RAW.test(message) || message.length > LONGEST) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(message)) return false;
  return SAYS_WHAT.test(message) && SAYS_WHICH.test(message);
}

/** What is expected, or that something is not there. */
const SAYS_WHAT =
  /Compiled for|The network has|but the|alone|alike|give |must|expected|needs?\b|has no|Unknown|unknown|cannot|is no\b|only|pass|at least|differ|given/i;
/** What came. */
const SAYS_WHICH = /but the|logits|not both|alike|got|found|came|has no|Unknown|"[^"]*"|is no\b|\d/;
