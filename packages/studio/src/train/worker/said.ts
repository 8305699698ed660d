import type { Answer } from "./messages.ts";

/** What a training says, without the number of its question. */
export type Said = Answer extends infer One ? (One extends Answer ? Omit<One, "id"> : never) : never;
