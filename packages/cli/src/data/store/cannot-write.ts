import { dataError } from "../data-error.ts";

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; free some space (pictures take their uncompressed size there)",
  EDQUOT: "the quota of the disk is used up; free some space (pictures take their uncompressed size there)",
  EROFS: "the disk is read-only",
  EACCES: "no permission",
  EPERM: "no permission",
  ENOTDIR: "its folder is a file",
};

/** One line about a file of pixels that cannot be written. */
export function cannotWrite(path: string, cause: unknown): Error {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const reason = REASONS[code] ?? (code || message);
  return dataError(`${path}: cannot be written: ${reason}, or choose another place for the output`, cause);
}
