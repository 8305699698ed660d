export interface RankJob { readonly op: string }
export function rankJob(...args: unknown[]): RankJob { throw new Error("rank" + args.length); }
