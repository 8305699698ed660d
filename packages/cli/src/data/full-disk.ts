/** What the system's codes say of a disk that takes no more. */
const FULL: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the quota of the disk is used up",
};

/** What is full; undefined for other codes. */
export function fullDisk(code: string | undefined): string | undefined {
  return FULL[code ?? ""];
}

/** The code of a full disk that a text names, such as what another process said. */
export function fullDiskCode(text: string): string | undefined {
  return Object.keys(FULL).find((code) => text.includes(code) || text.startsWith(`${FULL[code]}: `));
}
