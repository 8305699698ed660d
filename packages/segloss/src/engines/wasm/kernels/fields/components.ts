import type { FunctionBuilder } from "../../asm/function-builder.ts";
import { type I32, i32, type Variable } from "../../asm/value.ts";
import type { Job } from "./job.ts";

/**
 * Connected components by union-find: every pixel takes the root of its earlier neighbours of the same value, the
 * smallest root when they have several. Roots are first pixels, so that a second scan numbers them in order.
 *
 * Values lie with a line and a slice of background before them and a pixel of it behind each line (`pitch` is the width
 * and that one), so that every neighbour is there to be compared. The number of components replaces the counter.
 *
 * A. Rosenfeld, J. L. Pfaltz, "Sequential Operations in Digital Picture Processing", J. ACM 13, 1966; with path halving,
 * R. E. Tarjan, J. van Leeuwen, 1984.
 */
export function emitComponents(f: FunctionBuilder, j: Job): void {
  eachPixel(f, j, (pixel) => joinEarlier(f, j, pixel));
  const count = f.local("i32", 0);
  const out = f.let(j.integer("out1"));
  eachPixel(f, j, (pixel) => number(f, j, pixel, count, out));
  j.finish(count);
}

/** Pixels without the margins, as indices of the padded planes. */
function eachPixel(f: FunctionBuilder, j: Job, body: (pixel: I32) => void): void {
  const [slices, lines, width, pitch, columns] = (
    ["slices", "lines", "width", "pitch", "columns"] as const
  ).map(j.integer);
  f.for(1, slices.add(1), 1, (z) => {
    f.for(1, lines.add(1), 1, (y) => {
      const first = f.let(z.mul(columns).add(y.mul(pitch)));
      f.for(first, first.add(width), 1, body);
    });
  });
}

function joinEarlier(f: FunctionBuilder, j: Job, pixel: I32): void {
  const [values, parents, steps] = (["labels", "parents", "neighbours"] as const).map(j.integer);
  const value = f.let(i32.load(values.add(pixel.shl(2))));
  const root = f.let(pixel);
  const isBackground = f.let(value.eq(j.integer("class")));
  f.if(
    isBackground,
    () => f.set(root, -1),
    () => {
      const end = f.let(steps.add(j.integer("neighbourCount").shl(2)));
      f.for(steps, end, 4, (step) => {
        const neighbour = f.let(pixel.add(i32.load(step)));
        f.if(i32.load(values.add(neighbour.shl(2))).eq(value), () => {
          const other = rootOf(f, parents, neighbour);
          const smaller = f.let(root.lt_s(other).choose(root, other));
          const larger = f.let(root.add(other).sub(smaller));
          // The pixel itself is stored below.
          f.store(parents.add(larger.shl(2)), smaller);
          f.set(root, smaller);
        });
      });
    },
  );
  f.store(parents.add(pixel.shl(2)), root);
}

/** The root of a pixel; the way there is halved. */
function rootOf(f: FunctionBuilder, parents: I32, pixel: I32): I32 {
  const at = f.let(pixel);
  f.loop((leaveWhen) => {
    const here = f.let(parents.add(at.shl(2)));
    const parent = f.let(i32.load(here));
    leaveWhen(parent.eq(at));
    const above = f.let(i32.load(parents.add(parent.shl(2))));
    f.store(here, above);
    f.set(at, above);
  });
  return at;
}

/** Parents stand before their children, so that theirs is a number already. */
function number(f: FunctionBuilder, j: Job, pixel: I32, count: Variable<"i32">, out: Variable<"i32">): void {
  const parents = j.integer("parents");
  const at = f.let(parents.add(pixel.shl(2)));
  const parent = f.let(i32.load(at));
  const label = f.local("i32", 0);
  f.if(parent.ge_s(0), () => {
    f.if(
      parent.eq(pixel),
      () => {
        f.advance(count, 1);
        f.set(label, count);
      },
      () => f.set(label, i32.load(parents.add(parent.shl(2)))),
    );
    f.store(at, label);
  });
  f.store(out, label);
  f.advance(out, 4);
}
