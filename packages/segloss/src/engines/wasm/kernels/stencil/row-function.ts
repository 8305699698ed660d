import { type FunctionBuilder, functionBuilder } from "../../asm/function-builder.ts";
import type { I32 } from "../../asm/value.ts";
import { alongRow, forEachRow, frameOf, type Padded, type Row } from "./padded.ts";

/** A function under construction at a row of its planes. */
export interface RowState<P extends string, M extends string> {
  readonly f: FunctionBuilder;
  readonly shape: Padded;
  readonly row: Row;
  /** Addresses of the row in the planes. */
  readonly at: Readonly<Record<P, I32>>;
  readonly more: Readonly<Record<M, I32>>;
  /** A loop over the row, four pixels a round; the body gets their byte offset from the first. */
  along(body: (x: I32) => void): void;
}

/**
 * A function of planes, more numbers, and skip and sides of a frame: does the same with each row of it. Numbers are named
 * in the order of its parameters.
 */
export function rowFunction<const P extends string, const M extends string = never>(
  shape: Padded,
  { planes, more = [] }: { readonly planes: readonly P[]; readonly more?: readonly M[] },
  body: (state: RowState<P, M>) => void,
): FunctionBuilder {
  const f = functionBuilder([...planes, ...more, "skip", "sides"]);
  const parameters = f.parameters as Readonly<Record<string, I32>>;
  const frame = frameOf(f, shape, parameters.skip, parameters.sides);
  forEachRow(f, frame, (row) => {
    const at = Object.fromEntries(planes.map((plane) => [plane, f.let(parameters[plane].add(row.offset))]));
    body({
      ...{ f, shape, row, more: parameters },
      at: at as unknown as Record<P, I32>,
      along: (inRow) => alongRow(f, frame, inRow),
    });
  });
  return f;
}
