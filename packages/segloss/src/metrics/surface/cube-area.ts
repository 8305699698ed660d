type Point = readonly [number, number, number];

/** Corners of a cube around each of its faces, as numbers x + 2y + 4z. */
const FACES: readonly (readonly number[])[] = [
  [0, 1, 3, 2],
  [4, 5, 7, 6],
  [0, 1, 5, 4],
  [2, 3, 7, 6],
  [0, 2, 6, 4],
  [1, 3, 7, 5],
];

/**
 * Area of the marching-cubes surface within a cube of eight pixels, by which of them are inside: bit x + 2y + 4z. The
 * surface goes through the middles of the edges between inside and outside. Where a face has its inside at two opposite
 * corners, those of which there are fewer in the cube stay apart. A polygon that does not lie in a plane is cut into
 * triangles in the way that has the largest area when all steps are 1, and those triangles are then taken with the
 * steps given: with these two choices, which W. E. Lorensen and H. E. Cline (SIGGRAPH 1987) leave open, the areas are
 * those of surface-distance (S. Nikolov and others, 2021) for each of the 256 cubes.
 *
 * @param steps pixel size along z, y and x
 */
export function cubeArea(inside: number, [stepZ, stepY, stepX]: readonly number[]): number {
  const fewer = ones(inside) > 4 ? 255 - inside : inside;
  const corner = (k: number): Point => [k & 1, (k >> 1) & 1, k >> 2];
  let area = 0;
  for (const polygon of polygons(fewer)) {
    const middles = polygon.map(([a, b]): Point => {
      const [p, q] = [corner(a), corner(b)];
      return [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2, (p[2] + q[2]) / 2];
    });
    for (const triangle of largestTriangles(middles))
      area += triangleArea(triangle.map(([x, y, z]): Point => [x * stepX, y * stepY, z * stepZ]));
  }
  return area;
}

type Edge = readonly [number, number];

/** Closed polygons through the edges that the surface cuts. */
function polygons(inside: number): Edge[][] {
  const next = neighboursOfEdges(inside);
  const result: Edge[][] = [];
  while (next.size > 0) {
    const polygon: Edge[] = [];
    let [at] = next.keys();
    for (let beyond: string | undefined = at; beyond !== undefined; ) {
      at = beyond;
      const ends: readonly string[] = next.get(at)!;
      next.delete(at);
      polygon.push(at.split("-").map(Number) as unknown as Edge);
      beyond = ends.find((edge) => next.has(edge));
    }
    result.push(polygon);
  }
  return result;
}

/** For each edge that is cut the two others that the surface joins it with on its two faces. */
function neighboursOfEdges(inside: number): Map<string, string[]> {
  const next = new Map<string, string[]>();
  const join = (a: string, b: string) => {
    next.set(a, [...(next.get(a) ?? []), b]);
    next.set(b, [...(next.get(b) ?? []), a]);
  };
  for (const face of FACES) {
    const isIn = (k: number) => (inside >> face[k % 4]) & 1;
    const edge = (k: number) => [face[k % 4], face[(k + 1) % 4]].sort((a, b) => a - b).join("-");
    const cut = [0, 1, 2, 3].filter((k) => isIn(k) !== isIn(k + 1));
    if (cut.length === 2) join(edge(cut[0]), edge(cut[1]));
    // Around each of two opposite corners.
    if (cut.length === 4) for (const k of [0, 1, 2, 3]) if (isIn(k)) join(edge(k + 3), edge(k));
  }
  return next;
}

/** The triangles of largest area that a polygon can be cut into, its sides kept. */
function largestTriangles(polygon: readonly Point[]): Point[][] {
  return largest(polygon, 0, polygon.length - 1).triangles;
}

function largest(
  polygon: readonly Point[],
  from: number,
  to: number,
): { area: number; triangles: Point[][] } {
  let best = { area: 0, triangles: [] as Point[][] };
  for (let k = from + 1; k < to; k++) {
    const [before, after] = [largest(polygon, from, k), largest(polygon, k, to)];
    const triangle = [polygon[from], polygon[k], polygon[to]];
    const area = before.area + after.area + triangleArea(triangle);
    if (area > best.area + 1e-9)
      best = { area, triangles: [...before.triangles, ...after.triangles, triangle] };
  }
  return best;
}

function triangleArea([a, b, c]: readonly Point[]): number {
  const [u, v] = [b, c].map((p) => [p[0] - a[0], p[1] - a[1], p[2] - a[2]]);
  return Math.hypot(u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]) / 2;
}

function ones(bits: number): number {
  return [0, 1, 2, 3, 4, 5, 6, 7].filter((k) => bits & (1 << k)).length;
}
