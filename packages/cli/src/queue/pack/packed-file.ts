/** A file as it is packed. */
export interface PackedFile {
  /** `p000012/slice.png`. */
  readonly name: string;
  readonly size: number;
  /** Where it is on this machine, or what is in it. */
  readonly source: string | Uint8Array;
}
