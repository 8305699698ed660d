export type { Command, CommandEntry } from "./commands/command.ts";
export { COMMANDS } from "./commands/index.ts";
export { type Io, processIo } from "./commands/io.ts";
export { run } from "./commands/run.ts";
export * from "./data/index.ts";
