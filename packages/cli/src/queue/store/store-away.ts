/** The store cannot be reached or written: nothing is wrong with the job, and another machine may do it. */
export class StoreAway extends Error {
  constructor(place: string, cause: unknown) {
    const { code, message } = cause as NodeJS.ErrnoException;
    super(`the store ${place} is out of reach (${REASONS[code ?? ""] ?? code ?? message})`, { cause });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "its folder is gone",
  ENOTDIR: "its folder is gone",
  ENOSPC: "its disk is full",
  EDQUOT: "its quota is used up",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "it is read-only",
  ESTALE: "its folder was unmounted",
};
