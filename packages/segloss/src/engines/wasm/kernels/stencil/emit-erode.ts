import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { f32, type I32 } from "../../asm/value.ts";
import { give, passInRow, passTo } from "./give.ts";
import { copyEdges, FIRST, load, type Padded, type Row, store } from "./padded.ts";
import { rowFunction } from "./row-function.ts";

/** Rows before and after a row along the axes z and y, for a plane in which it has that address. */
function rowsBeside(f: FunctionBuilder, { axes }: Padded, at: I32, { y, z }: Row): I32[][] {
  const along = [...(axes > 2 ? [z] : []), ...(axes > 1 ? [y] : [])];
  return along.map((steps) => steps.map((step) => f.let(at.add(step))));
}

/** erode(from, to, skip, sides): the least of each pixel and its neighbours along the axes. */
export function emitErode(shape: Padded): FunctionBuilder {
  return rowFunction(shape, { planes: ["from", "to"] }, ({ f, row, at, along }) => {
    const beside = rowsBeside(f, shape, at.from, row).flat();
    along((x) => {
      const centre = f.let(at.from.add(x));
      const values = [load(f, centre), load(f, centre, -1), load(f, centre, 1)];
      for (const other of beside) values.push(load(f, other.add(x)));
      const least = values.reduce((a, b) => f.f32x4.pmin(a, b));
      store(f, at.to.add(x), least);
    });
    copyEdges(f, shape, at.to);
  });
}

/**
 * erodeBack(after, image, eroded, own, buffers, skip, sides): adds to `own` what the erosion of `image` to `eroded` passes
 * back of `after`: each pixel gives to the first of the candidates whose value it has, axis by axis, along each the pixel
 * before, itself, the one after.
 */
export function emitErodeBack(shape: Padded): FunctionBuilder {
  const planes = ["after", "image", "eroded", "own"] as const;
  return rowFunction(shape, { planes, more: ["buffers"] }, ({ f, row, at, more, along }) => {
    const inRow = passInRow(f, shape, more.buffers);
    const owns = rowsBeside(f, shape, at.own, row);
    const images = rowsBeside(f, shape, at.image, row);
    along((x) => {
      const image = f.let(at.image.add(x));
      const [before, itself, after] = [-1, 0, 1].map((pixels) =>
        inRow.candidate(pixels, x, () => load(f, image, pixels)),
      );
      const beside = images.map((pair, axis) =>
        pair.map((other, side) => ({
          value: () => load(f, other.add(x)),
          take: passTo(f, "add", owns[axis][side], x),
        })),
      );
      const lines = [...beside, [before, after]];
      lines[0].splice(1, 0, itself);
      give(f, lines.flat(), load(f, at.eroded.add(x)), load(f, at.after.add(x)));
    });
    // Beyond the border a pixel is its own neighbour: what went there comes back.
    f.store(at.own, f32.load(at.own, FIRST).add(f32.load(inRow.before, FIRST)), FIRST);
    inRow.close();
    along((x) => passTo(f, "add", at.own, x)(inRow.sum(x)));
  });
}
