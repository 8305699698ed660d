import { type ExifChoice, isDataError, type Raster, seenLabels } from "@segloss/io";
import type { ClassFile } from "./class-file.ts";
import type { DataProblem } from "./data-problem.ts";
import { problemsOf } from "./listed-error.ts";
import { orientPair } from "./orient-pair.ts";
import type { Pair } from "./pair.ts";
import type { RawPair } from "./raw-pair.ts";
import { type AgreeMask, setPalettes } from "./set-palettes.ts";
import { type ShelvedPair, type Shelves, shelveLabels, shelvePair, type Unequal } from "./shelve-pair.ts";

export interface ShelveOptions {
  /** Decodes both files of a pair. */
  readonly read: (pair: Pair) => Promise<RawPair>;
  readonly exif?: ExifChoice | undefined;
  /** What a class file and the options say of the masks. */
  readonly stated: ClassFile;
  /** Told how many of the pairs have been begun. */
  readonly onPair?: (begun: number) => void;
}

export interface ShelvedPairs {
  readonly reads: readonly ShelvedPair[];
  readonly problems: readonly DataProblem[];
  /** Masks of another size than their image. */
  readonly unequal: readonly Unequal[];
}

/** A pair whose sizes do not tell whether it is to be turned. */
interface OpenPair {
  readonly index: number;
  readonly pair: Pair;
  readonly orientations: readonly [image: number, mask: number];
}

/**
 * Reads pairs one at a time and puts their pixels onto shelves: memory holds one pair, and the mask whose palette has most colours. Then
 * photographs are turned whose sizes do not tell, as the others of the set are if these agree, and palettes are brought to one order.
 */
export async function shelvePairs(
  pairs: readonly Pair[],
  options: ShelveOptions,
  shelves: Shelves,
): Promise<ShelvedPairs> {
  const reads = new Map<number, ShelvedPair>();
  const problems: { index: number; problem: DataProblem }[] = [];
  const unequal: Unequal[] = [];
  const open: OpenPair[] = [];
  const palettes = setPalettes(options.stated);

  for (const [index, pair] of pairs.entries()) {
    options.onPair?.(index + 1);
    await attempt(index, pair, () => read(index, pair, options.exif));
  }
  await settleOpen();
  const agree = palettes.settle();
  if (agree) for (const [index, shelved] of reads) agreeShelved(index, shelved, agree);
  const inOrder = [...reads].sort(([a], [b]) => a - b);
  problems.sort((a, b) => a.index - b.index);
  return {
    reads: inOrder.map(([, shelved]) => shelved),
    problems: problems.map(({ problem }) => problem),
    unequal,
  };

  async function read(index: number, pair: Pair, exif: ExifChoice | undefined): Promise<void> {
    const raw = await options.read(pair);
    const settled = orientPair(raw, exif);
    const orientations = [raw.image.exifOrientation ?? 1, raw.mask.exifOrientation ?? 1] as const;
    if (settled === "open") return void open.push({ index, pair, orientations });
    const shelved = shelvePair(settled, shelves);
    if ("of" in shelved) return void unequal.push(shelved);
    reads.set(index, shelved);
    const { mask } = settled;
    palettes.see(pair.mask, seenLabels(mask, shelved.values), () => mask);
  }

  /** As the others of the set, if they agree. */
  async function settleOpen(): Promise<void> {
    const others = new Set([...reads.values()].flatMap(({ as }) => as ?? []));
    const [as] = others;
    for (const one of open)
      if (others.size === 1) await attempt(one.index, one.pair, () => read(one.index, one.pair, as));
      else problems.push({ index: one.index, problem: openProblem(one) });
  }

  function agreeShelved(index: number, shelved: ShelvedPair, agree: AgreeMask): void {
    const { pair, coloured: header } = shelved;
    if (!header) return;
    const pixels = shelved.width * shelved.height * shelved.depth;
    const mask = { ...header, data: shelves.labels.get(shelved.labels, 0, pixels) } as Raster;
    try {
      const agreed = agree(pair.mask, mask);
      if (agreed.data === mask.data) return;
      const said = (agreed.notes ?? []).filter((note) => !shelved.notes.includes(note));
      const labels = shelveLabels(pair, agreed, shelves.labels);
      reads.set(index, { ...shelved, ...labels, notes: [...shelved.notes, ...said] });
    } catch (error) {
      reads.delete(index);
      problems.push(...problemsWith(error, pair).map((problem) => ({ index, problem })));
    }
  }

  async function attempt(index: number, pair: Pair, run: () => Promise<void>): Promise<void> {
    await run().catch((error: unknown) =>
      problems.push(...problemsWith(error, pair).map((problem) => ({ index, problem }))),
    );
  }
}

/** A line about each file that cannot be read; what is no user's mistake goes on. */
function problemsWith(error: unknown, { image, mask, channels = [] }: Pair): DataProblem[] {
  if (!isDataError(error)) throw error;
  const files = [image, mask, ...channels];
  const lines = problemsOf(error).length > 0 ? problemsOf(error) : [error.message];
  return lines.map((message) => ({ file: files.find((path) => message.startsWith(path)) ?? mask, message }));
}

function openProblem({ pair, orientations: [image, mask] }: OpenPair): DataProblem {
  return {
    file: pair.image,
    message: `${pair.image}: its EXIF orientation is ${image} and its mask's ${mask}, and the mask fits both ways; say --exif apply where masks were drawn on the picture as it is shown, --exif raw where on the stored pixels`,
  };
}
