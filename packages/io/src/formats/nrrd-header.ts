import { checkHeaderLength, findBytes, latin1 } from "./text-header.ts";

/** The fields of a NRRD header by lower-case name, its key/value pairs, and where the data begin. */
export interface NrrdHeader {
  readonly fields: ReadonlyMap<string, string>;
  readonly pairs: ReadonlyMap<string, string>;
  /** Files that hold the data, one a line, where the `data file` field says LIST. */
  readonly listed: readonly string[];
  readonly end: number;
}

/**
 * Reads the text before the data.
 *
 * Format: https://teem.sourceforge.net/nrrd/format.html
 *
 * @throws Error when it is no NRRD header
 */
export function readNrrdHeader(bytes: Uint8Array): NrrdHeader {
  if (!/^NRRD000[1-5]/.test(latin1(bytes.subarray(0, 8)))) throw new Error("it lacks the NRRD signature");
  const lines: string[] = [];
  let at = 0;
  for (;;) {
    const newline = findBytes(bytes, "\n", at);
    const stop = newline < 0 ? bytes.length : newline;
    checkHeaderLength(stop);
    const line = latin1(bytes.subarray(at, stop)).replace(/\r$/, "");
    at = Math.min(stop + 1, bytes.length);
    // An empty line ends the header; a detached one may end with the file.
    if (line === "" || newline < 0) {
      if (line) lines.push(line);
      break;
    }
    lines.push(line);
  }
  return { ...parsed(lines.slice(1)), end: at };
}

function parsed(lines: readonly string[]): Omit<NrrdHeader, "end"> {
  const fields = new Map<string, string>();
  const pairs = new Map<string, string>();
  const listed: string[] = [];
  for (const line of lines) {
    if (line.startsWith("#")) continue;
    const pair = /^(.+?):=(.*)$/.exec(line);
    const field = /^([^:]+): (.*)$/.exec(line);
    if (pair) pairs.set(pair[1], pair[2]);
    else if (field) fields.set(field[1].trim().toLowerCase().replace(/[\s-]/g, ""), field[2].trim());
    else if (/^LIST/.test(fields.get("datafile") ?? "")) listed.push(line.trim());
    else throw new Error(`its header has a line that is no field: expected "name: value"`);
  }
  return { fields, pairs, listed };
}
