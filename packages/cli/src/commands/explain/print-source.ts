import { equalCalls, type LinkName, parseLoss, type SourceTarget, sourceCode } from "segloss";
import { writeWhole } from "../../output/write-whole.ts";
import type { Io } from "../../terminal/io.ts";
import { onUsersInput } from "../../terminal/on-users-input.ts";
import type { SourceFlags } from "./source-options.ts";

interface SourceRequest extends SourceFlags {
  readonly as: SourceTarget;
  readonly json?: boolean;
  readonly latex?: boolean;
  readonly link?: LinkName;
  readonly channels?: number;
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
