import { fullDisk } from "../../data/full-disk.ts";

/** The disk of this machine does not take what is to be kept there: nothing is wrong with the job, and another machine may do it. */
export class OwnDiskTrouble extends Error {
  constructor(path: string, cause: unknown) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const full = fullDisk(code);
    const reason = full ? `${full}; free some space` : (code ?? message);
    super(`${path}: cannot be written (${reason}), or choose another --cache`, { cause });
  }
}
