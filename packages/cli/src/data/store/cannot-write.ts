import { dataError } from "../data-error.ts";
import { fullDisk } from "../full-disk.ts";

const REMEDY = "free some space (pictures take their uncompressed size there)";

const REASONS: Readonly<Record<string, string>> = {
  EROFS: "the disk is read-only",
  EACCES: "no permission",
  EPERM: "no permission",
  ENOTDIR: "its folder is a file",
};

/** One line about a file of pixels that cannot be written. */
export function cannotWrite(path: string, cause: unknown): Error {
  const { code = "", message } = cause as NodeJS.ErrnoException;
  const full = fullDisk(code);
  const reason = full ? `${full}; ${REMEDY}` : (REASONS[code] ?? (code || message));
  return dataError(`${path}: cannot be written: ${reason}, or choose another place for the output`, cause);
}
