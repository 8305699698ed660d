import type { ClassFile } from "./class-file.ts";
import { firstFew, isDataError } from "./data-error.ts";
import type { DataProblem } from "./data-problem.ts";
import { decideLabelling, type Labelling } from "./labelling.ts";

/** A mask as far as it says what the labels of its set are. */
export interface ReadMask {
  readonly pair: { readonly mask: string };
  /** Stored numbers that occur. */
  readonly values: readonly number[];
  /** True where it is a picture of more than 8 bits. */
  readonly wide: boolean;
  /** True where each number above 0 is one object. */
  readonly objects: boolean;
}

/** What labels mean, the masks of which that holds, and a line about each of the others. */
export interface Decided<Mask extends ReadMask> {
  readonly labelling: Labelling;
  readonly kept: readonly Mask[];
  readonly odd: readonly DataProblem[];
}

/**
 * Decides what the labels of a set mean. Where they make no sense together and would without a few masks of odd values, those are what is
 * wrong.
 *
 * @throws DataError where they make none without them either
 */
export function decideAmong<Mask extends ReadMask>(
  name: string,
  masks: readonly Mask[],
  stated: ClassFile,
): Decided<Mask> {
  try {
    return { labelling: decideLabelling(factsOf(name, masks), stated), kept: masks, odd: [] };
  } catch (error) {
    const kept = withoutOdd(masks);
    if (!isDataError(error) || kept.length === masks.length) throw error;
    const labelling = attempt(() => decideLabelling(factsOf(name, kept), stated));
    if (!labelling) throw error;
    return { labelling, kept, odd: masks.filter((one) => !kept.includes(one)).map(oddProblem) };
  }
}

function factsOf(name: string, reads: readonly ReadMask[]) {
  const masks = reads.map(({ values }) => values);
  return {
    ...{ name, masks, values: [...new Set(masks.flat())].sort((a, b) => a - b) },
    wide: reads.some(({ wide }) => wide),
    objects: reads.some(({ objects }) => objects),
  };
}

/** A value that fewer masks than one in ten hold is odd. */
function withoutOdd<Mask extends ReadMask>(masks: readonly Mask[]): readonly Mask[] {
  const holders = new Map<number, number>();
  for (const { values } of masks)
    for (const value of values) holders.set(value, (holders.get(value) ?? 0) + 1);
  return masks.filter(({ values }) => values.every((value) => holders.get(value)! >= masks.length / 10));
}

function oddProblem({ pair: { mask }, values }: ReadMask): DataProblem {
  const shown = firstFew([...values].sort((a, b) => a - b).map(String), 6);
  return {
    file: mask,
    message: `${mask}: its values ${shown} are not those of the other masks; save it without interpolation, one number a class`,
  };
}

function attempt(decide: () => Labelling): Labelling | undefined {
  try {
    return decide();
  } catch (error) {
    if (!isDataError(error)) throw error;
    return undefined;
  }
}
