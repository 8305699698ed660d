import type { Code } from "../encoder/code.ts";
import type { Local } from "../encoder/function-builder.ts";
import { type Job, job } from "./job.ts";

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
export function emitComponents(c: Code, address: number): void {
  const j = job(c, address);
  eachPixel(c, j, (pixel) => joinEarlier(c, j, pixel));
  const count = c.variable("i32", c.int(0));
  const out = c.variable("i32", j.integer("out1"));
  eachPixel(c, j, (pixel) => number(c, j, pixel, count, out));
  c.store("i32", c.int(address), count);
}

/** Pixels without the margins, as indices of the padded planes. */
function eachPixel(c: Code, j: Job, body: (pixel: Local) => void): void {
  const [slices, lines, width, pitch, columns] = (
    ["slices", "lines", "width", "pitch", "columns"] as const
  ).map(j.integer);
  const one = c.int(1);
  c.each(one, c.i32("add", slices, one), 1, (z) => {
    c.each(one, c.i32("add", lines, one), 1, (y) => {
      const first = c.i32("add", c.i32("mul", z, columns), c.i32("mul", y, pitch));
      c.each(first, c.i32("add", first, width), 1, body);
    });
  });
}

function joinEarlier(c: Code, j: Job, pixel: Local): void {
  const [values, parents, steps] = (["labels", "parents", "neighbours"] as const).map(j.integer);
  const value = c.load("i32", c.at(values, pixel, 2));
  const root = c.variable("i32", pixel);
  const isBackground = c.test("i32.eq", value, j.integer("class"));
  c.when(
    isBackground,
    () => c.assign(root, c.int(-1)),
    () => {
      const end = c.at(steps, j.integer("neighbourCount"), 2);
      c.each(steps, end, 4, (step) => {
        const neighbour = c.i32("add", pixel, c.load("i32", step));
        c.when(c.test("i32.eq", c.load("i32", c.at(values, neighbour, 2)), value), () => {
          const other = rootOf(c, parents, neighbour);
          const smaller = c.select("i32", root, other, c.test("i32.lt_s", root, other));
          const larger = c.i32("sub", c.i32("add", root, other), smaller);
          // The pixel itself is stored below.
          c.store("i32", c.at(parents, larger, 2), smaller);
          c.assign(root, smaller);
        });
      });
    },
  );
  c.store("i32", c.at(parents, pixel, 2), root);
}

/** The root of a pixel; the way there is halved. */
function rootOf(c: Code, parents: Local, pixel: Local): Local {
  const at = c.variable("i32", pixel);
  c.loop((leaveWhen) => {
    const here = c.at(parents, at, 2);
    const parent = c.load("i32", here);
    leaveWhen(c.test("i32.eq", parent, at));
    const above = c.load("i32", c.at(parents, parent, 2));
    c.store("i32", here, above);
    c.assign(at, above);
  });
  return at;
}

/** Parents stand before their children, so that theirs is a number already. */
function number(c: Code, j: Job, pixel: Local, count: Local, out: Local): void {
  const parents = j.integer("parents");
  const at = c.at(parents, pixel, 2);
  const parent = c.load("i32", at);
  const label = c.variable("i32", c.int(0));
  c.when(c.test("i32.ge_s", parent, c.int(0)), () => {
    c.when(
      c.test("i32.eq", parent, pixel),
      () => {
        c.f.advance(count, 1);
        c.assign(label, count);
      },
      () => c.assign(label, c.load("i32", c.at(parents, parent, 2))),
    );
    c.store("i32", at, label);
  });
  c.store("i32", out, label);
  c.f.advance(out, 4);
}
