import { PIXELS, SIZE } from "../picture/picture.ts";

/** Signed distance of each pixel to the border of a shape, in pixels: negative inside. */
export type Outside = Float32Array;

/** Math.hypot guards against overflow and takes five times as long. */
function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}

function each(distance: (x: number, y: number) => number): Outside {
  return Float32Array.from({ length: PIXELS }, (_, i) => distance(i % SIZE, Math.floor(i / SIZE)));
}

export function disc(cx: number, cy: number, radius: number): Outside {
  return each((x, y) => length(x - cx, y - cy) - radius);
}

/** A disc whose radius swings with the angle, as cells have it. */
export function blob(
  cx: number,
  cy: number,
  radius: number,
  swing: number,
  turns: number,
  phase: number,
): Outside {
  return each((x, y) => {
    const angle = Math.atan2(y - cy, x - cx);
    return length(x - cx, y - cy) - radius * (1 + swing * Math.cos(turns * angle + phase));
  });
}

/** A point of a line and half of its width there. */
export type Node = readonly [x: number, y: number, halfWidth: number];

/** A line through points that grows thinner or wider on its way. */
export function line(nodes: readonly Node[]): Outside {
  return each((x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    for (let k = 1; k < nodes.length; k++)
      nearest = Math.min(nearest, toSegment(x, y, nodes[k - 1], nodes[k]));
    return nearest;
  });
}

function toSegment(x: number, y: number, [ax, ay, aw]: Node, [bx, by, bw]: Node): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return length(x - ax - along * dx, y - ay - along * dy) - (aw + along * (bw - aw));
}

/** What lies in any of the shapes. */
export function union(...shapes: readonly Outside[]): Outside {
  const all = shapes[0].slice();
  for (const shape of shapes) for (let i = 0; i < PIXELS; i++) all[i] = Math.min(all[i], shape[i]);
  return all;
}
