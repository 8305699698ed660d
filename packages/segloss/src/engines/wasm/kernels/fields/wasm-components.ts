import {
  type Components,
  type ComponentsOptions,
  connectedComponents,
  earlierNeighbours,
} from "../../../../fields/connected-components.ts";
import { gridAxes, type LabelArray } from "../../../../fields/grid.ts";
import type { FieldRoom, PlaneBytes } from "./field-room.ts";
import type { FieldLayout } from "./layout.ts";

/** Cells before the planes that a neighbour may lie in. */
const LEADING = 16;

/** An image with a line and a slice before it, and a pixel behind each line. */
interface Padded {
  readonly layout: FieldLayout;
  /** Cells of a slice, and of all. */
  readonly columns: number;
  readonly cells: number;
}

function padded(shape: readonly number[]): Padded {
  const [slices, lines, width] = [...Array<number>(3 - shape.length).fill(1), ...shape];
  const pitch = width + 1;
  const columns = (lines + 1) * pitch;
  const layout: FieldLayout = { images: 1, slices, lines, width, pitch, unit: 1, scales: [1, 1, 1] };
  return { layout, columns, cells: LEADING + (slices + 1) * columns };
}

function planeBytes({ layout, cells }: Padded): PlaneBytes {
  const pixels = layout.slices * layout.lines * layout.width;
  return { labels: 4 * cells, parents: 4 * cells, out1: 4 * pixels, neighbours: 64 };
}

/** Takes the memory that components of such images need. */
export function reserveComponents(room: FieldRoom, shape: readonly number[]): void {
  const image = padded(shape);
  if (!fits(image)) return;
  room.place(planeBytes(image));
  room.load(["components"]);
}

function fits({ cells }: Padded): boolean {
  return 12 * cells < 2 ** 32;
}

/** `connectedComponents` by the kernel. */
export function wasmComponents(
  room: FieldRoom,
  values: LabelArray,
  shape: readonly number[],
  options: ComponentsOptions = {},
): Components {
  const { connectivity = "face", background = 0, wrap, known } = options;
  gridAxes("values", values.length, shape);
  const image = padded(shape);
  const { layout, columns } = image;
  const { slices, lines, width, pitch } = layout;
  const steps = earlierNeighbours([slices, lines, width], connectivity);
  if (wrap !== undefined || known !== undefined || !fits(image))
    return connectedComponents(values, shape, options);
  const offsets = steps.map(([dz, dy, dx]) => dz * columns + dy * pitch + dx);
  const places = room.place(planeBytes(image));
  const buffer = room.buffer();
  new Int32Array(buffer, places.neighbours, offsets.length).set(offsets);
  putPadded(new Int32Array(buffer, places.labels, image.cells).fill(background), values, image);
  room.run(["components"], layout, {
    ...places,
    ...{ columns, class: background, neighbourCount: offsets.length },
    labels: (places.labels as number) + 4 * LEADING,
    parents: (places.parents as number) + 4 * LEADING,
  });
  return { labels: new Int32Array(buffer, places.out1, values.length).slice(), count: room.counter() };
}

function putPadded(plane: Int32Array, values: LabelArray, { layout, columns }: Padded): void {
  const { lines, width, pitch } = layout;
  for (let from = 0, line = 0; from < values.length; from += width, line++) {
    const [z, y] = [Math.floor(line / lines), line % lines];
    plane.set(values.subarray(from, from + width), LEADING + (z + 1) * columns + (y + 1) * pitch);
  }
}
