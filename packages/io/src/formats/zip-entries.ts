/** A file in a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  /** As it is in the archive. */
  readonly bytes: Uint8Array;
}

const END = 0x06054b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
/** The end record stands before a comment of at most so many bytes. */
const LONGEST_COMMENT = 2 ** 16;

/**
 * Lists the files of a ZIP archive by its directory, without unpacking them.
 *
 * Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * @throws RangeError or Error where it is damaged, and for archives of 4 GiB or more
 */
export function zipEntries(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  const least = Math.max(0, end - LONGEST_COMMENT);
  while (end >= least && view.getUint32(end, true) !== END) end--;
  if (end < least) throw new Error("no end record");
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  for (let k = 0; k < count; k++) {
    if (view.getUint32(at, true) !== LISTED) throw new Error("no entry");
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const from = view.getUint32(at + 42, true);
    if (view.getUint32(from, true) !== LOCAL) throw new Error("no local entry");
    const begin = from + 30 + view.getUint16(from + 26, true) + view.getUint16(from + 28, true);
    const size = view.getUint32(at + 20, true);
    if (begin + size > bytes.length) throw new Error("cut short");
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      bytes: bytes.subarray(begin, begin + size),
    });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}
