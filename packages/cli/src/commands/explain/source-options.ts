import { Option, type Command as Parser } from "commander";
import { SOURCE_TARGETS, type SourceTarget } from "segloss";
import { dataError } from "../../data/data-error.ts";
import { aCount, wholeNumbers } from "../../options/option-values.ts";

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
