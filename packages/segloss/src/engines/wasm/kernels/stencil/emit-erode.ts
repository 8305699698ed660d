import { type FunctionBuilder, functionBuilder } from "../../asm/function-builder.ts";
import { f32, type I32, type V128 } from "../../asm/value.ts";
import {
  alongRow,
  copyEdges,
  FIRST,
  forEachRow,
  frameOf,
  load,
  type Padded,
  type Row,
  setPixel,
  store,
} from "./padded.ts";

/** Rows before and after a row along the axes y and z, for a plane that begins at `base`. */
function rowsBeside(f: FunctionBuilder, { axes }: Padded, base: I32, { y, z }: Row): I32[][] {
  const along = [...(axes > 2 ? [z] : []), ...(axes > 1 ? [y] : [])];
  return along.map((steps) => steps.map((step) => f.let(base.add(step))));
}

/** erode(from, to, skip, sides): the least of each pixel and its neighbours along the axes. */
export function emitErode(shape: Padded): FunctionBuilder {
  const f = functionBuilder(["from", "to", "skip", "sides"]);
  const { from, to, skip, sides } = f.parameters;
  const frame = frameOf(f, shape, skip, sides);
  forEachRow(f, frame, (row) => {
    const centre = f.let(from.add(row.offset));
    const target = f.let(to.add(row.offset));
    const beside = rowsBeside(f, shape, centre, row).flat();
    alongRow(f, frame, (x) => {
      const at = f.let(centre.add(x));
      const values = [load(f, at), load(f, at, -1), load(f, at, 1)];
      for (const other of beside) values.push(load(f, other.add(x)));
      const least = values.reduce((a, b) => f.f32x4.pmin(a, b));
      store(f, target.add(x), least);
    });
    copyEdges(f, shape, target);
  });
  return f;
}

/** A pixel that an erosion may have taken, and what is done with the adjoint when it has. */
interface Candidate {
  readonly value: () => V128;
  take(part: V128): void;
}

/**
 * erodeBack(after, image, eroded, own, buffers, skip, sides): adds to `own` what the erosion of `image` to `eroded` passes back of
 * `after`: each pixel gives to the first of the candidates whose value it has, axis by axis, along each the pixel
 * before, itself, the one after. Those before and after in the row go by way of three rows of buffers.
 */
export function emitErodeBack(shape: Padded): FunctionBuilder {
  const f = functionBuilder(["after", "image", "eroded", "own", "buffers", "skip", "sides"]);
  const { parameters: planes } = f;
  const frame = frameOf(f, shape, planes.skip, planes.sides);
  const [before, middle, after] = rowBuffers(f, shape, planes.buffers, 3);
  forEachRow(f, frame, (row) => {
    const [adjoint, image, eroded, own] = [planes.after, planes.image, planes.eroded, planes.own].map(
      (base) => f.let(base.add(row.offset)),
    );
    const images = rowsBeside(f, shape, image, row);
    const owns = rowsBeside(f, shape, own, row);
    alongRow(f, frame, (x) => {
      const at = f.let(image.add(x));
      const inRow = (pixels: number, buffer: I32): Candidate => ({
        value: () => load(f, at, pixels),
        take: (part) => store(f, buffer.add(x), part),
      });
      const beside = images.map((pair, axis) =>
        pair.map(
          (other, side): Candidate => ({
            value: () => load(f, other.add(x)),
            take: (part) => {
              const place = f.let(owns[axis][side].add(x));
              store(f, place, f.f32x4.add(load(f, place), part));
            },
          }),
        ),
      );
      const lines = [...beside, [inRow(-1, before), inRow(1, after)]];
      lines[0].splice(1, 0, inRow(0, middle));
      give(f, lines.flat(), load(f, eroded.add(x)), load(f, adjoint.add(x)));
    });
    // Beyond the border a pixel is its own neighbour: what went there comes back.
    f.store(own, f32.load(own, FIRST).add(f32.load(before, FIRST)), FIRST);
    setPixel(f, before, shape.width, 0);
    setPixel(f, after, -1, 0);
    alongRow(f, frame, (x) => {
      const place = f.let(own.add(x));
      const parts = [load(f, middle.add(x)), load(f, before.add(x), 1), load(f, after.add(x), -1)];
      const sum = parts.reduce((a, b) => f.f32x4.add(a, b));
      store(f, place, f.f32x4.add(load(f, place), sum));
    });
  });
  return f;
}

/** Addresses of rows of buffers, one after the other. */
export function rowBuffers(f: FunctionBuilder, { rowBytes }: Padded, first: I32, count: number): I32[] {
  return Array.from({ length: count }, (_, k) => f.let(first.add(k * rowBytes)));
}

/** Every lane of the adjoint to the first candidate that has the value; the last one takes what is left. */
export function give(f: FunctionBuilder, candidates: readonly Candidate[], value: V128, adjoint: V128): void {
  let left = adjoint;
  candidates.forEach((candidate, i) => {
    if (i === candidates.length - 1) {
      candidate.take(left);
      return;
    }
    const wins = f.f32x4.eq(candidate.value(), value);
    candidate.take(f.v128.and(left, wins));
    left = f.v128.andnot(left, wins);
  });
}
