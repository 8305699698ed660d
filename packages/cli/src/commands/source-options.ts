import { Option, type Command as Parser } from "commander";
import { equalCalls, type LinkName, parseLoss, SOURCE_TARGETS, type SourceTarget, sourceCode } from "segloss";
import { dataError } from "../data/data-error.ts";
import type { Io } from "./io.ts";
import { aCount, wholeNumbers } from "./option-values.ts";
import { onUsersInput } from "./users-mistake.ts";
import { writeWhole } from "./write-whole.ts";

/** Options of `explain` that say what the source code is for. */
export interface SourceFlags {
  readonly as?: SourceTarget;
  readonly ignore?: readonly number[];
  readonly weights?: boolean;
  readonly mask?: boolean;
  readonly soft?: boolean;
  readonly dimensions?: number;
  readonly out?: string;
}

interface SourceRequest extends SourceFlags {
  readonly as: SourceTarget;
  readonly json?: boolean;
  readonly latex?: boolean;
  readonly link?: LinkName;
  readonly channels?: number;
}

export function addSourceOptions(parser: Parser): Parser {
  return parser
    .addOption(
      new Option("--as <library>", "source code of the loss for that library instead").choices(
        SOURCE_TARGETS,
      ),
    )
    .option("--ignore <labels>", "with --as: labels of pixels to leave out, such as 255", wholeNumbers)
    .option("--weights", "with --as: the function takes weights of the pixels")
    .option("--mask", "with --as: the function takes a mask, 0 for pixels to leave out")
    .option("--soft", "with --as: targets are values in [0, 1] of the logits' shape, not labels")
    .option("--dimensions <n>", "with --as: axes of space, 1 to 3 (default: 2)", aCount(1))
    .option("-o, --out <file>", "with --as: write the code to a file");
}

const FLAGS = ["ignore", "weights", "mask", "soft", "dimensions", "out"] as const;

/** What only says how source code is to be says nothing without `--as`. */
export function checkSourceFlags(flags: SourceFlags & { readonly latex?: boolean }): void {
  if (flags.as !== undefined) {
    if (flags.latex) throw dataError("--latex and --as are two answers: ask for one of them");
    return;
  }
  const stray = FLAGS.find((flag) => flags[flag] !== undefined);
  if (stray)
    throw dataError(`--${stray} goes with --as: say for which library, ${SOURCE_TARGETS.join(", ")}`);
}

/** Prints the source code, or writes it to a file; with `--json` one object that holds it. */
export async function printSource(text: string, request: SourceRequest, io: Io): Promise<void> {
  const { as, link, channels, ignore, weights = false, mask = false, soft, dimensions, out, json } = request;
  const targets = soft ? "soft" : "indices";
  const shape = { as, targets, ...(link && { link }), ...(channels && { channels }) } as const;
  const { source, calls } = onUsersInput("", () => {
    const loss = parseLoss(text);
    const source = sourceCode(loss, {
      ...{ ...shape, weights, mask },
      ...(dimensions && { dimensions }),
      ...(ignore && { ignore }),
    });
    return { source, calls: equalCalls(loss, shape) };
  });
  const beside = [ignore && "--ignore", weights && "--weights", mask && "--mask"].filter((flag) => !!flag);
  const code = withCalls(source.code, calls, { as, beside: beside.join(", ") });
  if (out !== undefined) await writeWhole(out, code);
  if (json) io.out(`${JSON.stringify({ ...source, equalCalls: calls })}\n`);
  else if (out === undefined) io.out(code);
  if (out !== undefined) io.say(`wrote ${source.name} for ${as} to ${out}`);
}

/**
 * The code below a comment that names the calls of other libraries that are the same loss.
 * @param of.beside flags that the calls know nothing of
 */
function withCalls(
  code: string,
  calls: readonly string[],
  { as, beside }: { readonly as: SourceTarget; readonly beside: string },
): string {
  if (calls.length === 0) return code;
  const sign = as === "tfjs" ? "//" : "#";
  const head =
    beside === "" ? "The same loss is a call of:" : `Without ${beside} the same loss is a call of:`;
  return `${[head, ...calls.map((call) => `  ${call}`)].map((line) => `${sign} ${line}\n`).join("")}\n${code}`;
}
