import type { LabelArray, Raster, RasterData } from "@segloss/io";

/** Different values that a file may have: what has more numbers no classes, and memory would grow with the file. */
const MOST_VALUES = 2 ** 20;

/** Numbers the different values of pixels, one channel or several, in the order in which they come. */
export interface SampleCodes {
  /** A number for each pixel of a part. */
  encode(part: Raster): LabelArray;
  /** The values of numbers, all channels of each. */
  decode(codes: readonly number[]): RasterData;
}

/** @throws Error where there are too many different values */
export function sampleCodes(): SampleCodes {
  let plain: Uint8ArrayConstructor | Uint16ArrayConstructor | undefined;
  const coder = tupleCodes();
  return {
    encode(part) {
      const { data, channels } = part;
      if (channels === 1 && (data instanceof Uint8Array || data instanceof Uint16Array)) {
        // They are few, and their own numbers.
        plain = data instanceof Uint8Array ? Uint8Array : Uint16Array;
        return data;
      }
      return coder.encode(part);
    },
    decode: (codes) => (plain ? plain.from(codes) : coder.decode(codes)),
  };
}

function tupleCodes(): { encode(part: Raster): Int32Array; decode(codes: readonly number[]): RasterData } {
  const known = new Map<number | string, number>();
  const values: number[][] = [];
  const kinds = new Set<RasterData["constructor"]>();
  return {
    encode({ data, channels }) {
      kinds.add(data.constructor);
      if (channels === 1) return singles(data);
      const codes = new Int32Array(data.length / channels);
      let code = -1;
      for (let i = 0; i < codes.length; i++) {
        // Neighbours mostly agree, and asking the map is the slow part.
        if (code < 0 || !isSame(data, i, channels)) {
          const value = data.subarray(i * channels, (i + 1) * channels);
          code = codeOf(value, value.join());
        }
        codes[i] = code;
      }
      return codes;
    },
    decode(codes) {
      // 64-bit integers come in two kinds of arrays, of which doubles hold both.
      const [kind] = kinds.size === 1 ? kinds : [Float64Array];
      return (kind as Float64ArrayConstructor).from(codes.flatMap((code) => values[code]));
    },
  };

  function singles(data: RasterData): Int32Array {
    const codes = new Int32Array(data.length);
    let [previous, code] = [0, -1];
    for (let i = 0; i < codes.length; i++) {
      const value = data[i];
      if (value !== previous || code < 0) code = codeOf([value], value);
      previous = value;
      codes[i] = code;
    }
    return codes;
  }

  function codeOf(value: ArrayLike<number>, key: number | string): number {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (values.length === MOST_VALUES)
      throw new Error(`it has more than ${MOST_VALUES} different values; expected a mask of fewer labels`);
    known.set(key, values.length);
    return values.push(Array.from(value)) - 1;
  }
}

function isSame(data: RasterData, i: number, channels: number): boolean {
  for (let at = i * channels; at < (i + 1) * channels; at++)
    if (data[at] !== data[at - channels]) return false;
  return true;
}
