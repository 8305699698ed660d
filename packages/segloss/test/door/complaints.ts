import { isPlainError } from "./is-plain-error.ts";
import { type Substitution, substitutions, type ValidCall } from "./substitute.ts";

/**
 * What is wrong with how a function ends that is called as is right but for one thing: nothing may be taken that is wrong,
 * and no error raised that JavaScript raises itself.
 */
export async function complaints(call: ValidCall): Promise<string[]> {
  await runs(call, call.args());
  const found: string[] = [];
  for (const one of substitutions(call)) {
    const complaint = await complaintOf(call, one);
    if (complaint) found.push(`${one.place} = ${one.kind}: ${complaint}`);
  }
  return found;
}

async function complaintOf(call: ValidCall, { args, mayPass }: Substitution): Promise<string | undefined> {
  try {
    await runs(call, args());
  } catch (error) {
    if (isPlainError(error)) return undefined;
    return `raises ${error instanceof Error ? `${error.name}: ${error.message.slice(0, 200)}` : String(error)}`;
  }
  return mayPass ? undefined : "takes it";
}

function runs({ run }: ValidCall, args: readonly unknown[]): unknown {
  return (run as (...args: readonly unknown[]) => unknown)(...args);
}
