import type { Nested, PeerCase } from "./peer-case.ts";

/** What the call of a case gives in segloss. */
export type PeerCall = (each: PeerCase) => Nested;

/** Cases in which another number is right here, and documented. */
export interface Convention {
  readonly why: string;
  /** Where it holds. */
  applies(each: PeerCase): boolean;
  /** What segloss says instead: its number by other means, or its error. */
  readonly here: ((each: PeerCase) => Nested) | RegExp;
}

/** How the calls of one library's suite are written here. A new function is one entry of `calls`. */
export interface PeerLibrary {
  /** Name of the file with the cases. */
  readonly suite: string;
  readonly calls: Readonly<Record<string, PeerCall>>;
  readonly conventions?: readonly Convention[];
  /** Why segloss has no such function. */
  readonly absent?: Readonly<Record<string, string>>;
}

/** What the library has and segloss lacks; a call throws it. */
export class NotExpressible extends Error {}

/** For calls of which only some options are missing here. */
export function notExpressible(why: string): never {
  throw new NotExpressible(why);
}
