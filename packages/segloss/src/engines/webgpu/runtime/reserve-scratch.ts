import type { Scratch } from "./action.ts";

/** Makes room in a scratch buffer, which all jobs of a step share by its name. */
export function reserveScratch(scratch: Scratch[], name: string, bytes: number): void {
  const known = scratch.findIndex((other) => other.name === name);
  const most = Math.max(bytes, known < 0 ? 0 : scratch[known].bytes);
  if (known >= 0) scratch.splice(known, 1);
  scratch.push({ name, bytes: most });
}
