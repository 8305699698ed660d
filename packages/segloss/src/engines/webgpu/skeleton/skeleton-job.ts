export interface SkeletonJob { readonly op: string }
export function skeletonJob(...args: unknown[]): SkeletonJob { throw new Error("skeleton" + args.length); }
