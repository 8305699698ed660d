export type { Command, CommandEntry } from "./commands/command.ts";
export { COMMANDS } from "./commands/index.ts";
export * from "./data/index.ts";
export { type Grouping, groupsOf } from "./inspect/groups/groups-of.ts";
export { type InspectOptions, inspect } from "./inspect/inspect.ts";
export type { Inspection } from "./inspect/inspection.ts";
export { suggestedLosses } from "./inspect/suggested-losses.ts";
export { run } from "./run.ts";
export { type Io, processIo } from "./terminal/io.ts";
