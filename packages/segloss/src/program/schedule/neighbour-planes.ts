import { type ApplyNode, CLASS, type Expression, PIXEL, variesOver } from "../../formula/expression.ts";
import { OPS } from "../../formula/op-table.ts";
import { holdsReduction } from "../lower/holds-reduction.ts";
import { computesOperands } from "./neighbour-job.ts";
import { SAVED } from "./planes.ts";
import type { Schedule, Stage } from "./schedule.ts";
import { type Task, taskKey } from "./tasks.ts";

/** Names of the planes of a look at neighbours. */
export interface NeighbourPlanes {
  /** What the sweep stores for it; null where the look computes it itself. */
  readonly operands: NeighbourOperands | null;
  readonly result: string;
}

interface NeighbourOperands {
  readonly image: string;
  /** Null where there is no slope. */
  readonly adjoint: string | null;
  /** Whether an earlier one has the same image, which then is in its plane. */
  readonly hasImage: boolean;
}

/** Something that a plane holds for a while, in steps of the schedule. */
interface Content {
  readonly perClass: boolean;
  readonly from: number;
  to: number;
}

/**
 * Planes for all looks at neighbours of a schedule, by key: a plane that nobody reads any more is written again. A stage
 * is a step of its sweep, which reads and writes, and one for each look. With one channel, results may be in the gradient
 * buffer until its sweep, which reads each pixel before it writes it.
 */
export function neighbourPlanes(
  { stages, scopes }: Schedule,
  channels: number,
): ReadonlyMap<string, NeighbourPlanes> {
  const contents = new Map<string, Content>();
  const named = new Map<string, NeighbourPlanes>();
  const inWindows = computesOperands(channels);
  let step = 0;
  const read = (keys: Iterable<string>, at: number): void => {
    for (const key of keys) (contents.get(`result ${key}`) as Content).to = at;
  };
  for (const stage of stages) {
    const sweep = step++;
    read(readBySweep(stage, scopes), sweep);
    for (const task of stage.neighbours) {
      const { node, key, scope } = task;
      const perClass = variesOver(node, CLASS);
      const hold = (name: string, from: number): boolean => {
        const known = contents.get(name);
        if (known) known.to = step;
        else contents.set(name, { perClass, from, to: step });
        return known !== undefined;
      };
      read(resultsIn(node.args, scope), inWindows ? step : sweep);
      let operands: NeighbourOperands | null = null;
      if (!inWindows) {
        const image = `image ${perClass} ${imageKey(task)}`;
        const adjoint = node.op === "skeletonSlope" ? `adjoint ${key}` : null;
        operands = { image, adjoint, hasImage: hold(image, sweep) };
        if (adjoint) hold(adjoint, sweep);
      }
      const result = `result ${key}`;
      hold(result, step);
      named.set(key, { operands, result });
      step++;
    }
  }
  const isFree = inWindows && stages[stages.length - 1].gradient;
  const planes = shareOut(contents, isFree ? [SAVED] : []);
  return new Map([...named].map(([key, names]) => [key, placed(names, planes)]));
}

function placed({ operands, result }: NeighbourPlanes, planes: ReadonlyMap<string, string>): NeighbourPlanes {
  const planeOf = (name: string): string => planes.get(name) as string;
  if (operands === null) return { operands, result: planeOf(result) };
  const { image, adjoint, hasImage } = operands;
  return {
    operands: { image: planeOf(image), adjoint: adjoint && planeOf(adjoint), hasImage },
    result: planeOf(result),
  };
}

/** The image that a node looks at: the same for every region unless it uses sums of the region. */
export function imageOf(node: ApplyNode): Expression {
  return node.args[node.op === "skeletonSlope" ? 1 : 0];
}

function imageKey({ node, scope }: Task): string {
  const image = imageOf(node);
  return `${holdsReduction(image) ? `${scope}/` : ""}${image.key}`;
}

/** Each content in a plane that was free before it came, the first that is; `first` are there anyway. */
function shareOut(contents: ReadonlyMap<string, Content>, first: readonly string[]): Map<string, string> {
  const freeFrom = new Map<string, number>();
  const planes = new Map<string, string>();
  for (const [name, { perClass, from, to }] of [...contents].sort(([, a], [, b]) => a.from - b.from)) {
    let k = 0;
    const plane = (): string => first[k] ?? `neighbours ${perClass ? "of classes " : ""}${k - first.length}`;
    while ((freeFrom.get(plane()) ?? -1) >= from) k++;
    freeFrom.set(plane(), to);
    planes.set(name, plane());
  }
  return planes;
}

/** Keys of the looks whose results a sweep reads, for what it computes itself. */
function readBySweep(stage: Stage, scopes: Schedule["scopes"]): Set<string> {
  const keys = [...stage.sums, ...stage.ranks].flatMap(({ node, scope }) => [...resultsIn(node.args, scope)]);
  const gradients = stage.gradient ? scopes.map(({ gradient }) => gradient) : [];
  const more = gradients.flatMap((e, scope) => (e ? [...resultsIn([e], scope)] : []));
  return new Set([...keys, ...more]);
}

/** Keys of the looks whose results stand in expressions, outside of other sums, ranks and looks. */
function resultsIn(roots: readonly Expression[], scope: number): Set<string> {
  const keys = new Set<string>();
  const seen = new Set<string>();
  const visit = (e: Expression): void => {
    if (seen.has(e.key) || !variesOver(e, PIXEL) || e.kind !== "apply") return;
    seen.add(e.key);
    const { kind } = OPS[e.op];
    if (kind === "neighbourhood") keys.add(taskKey(e, scope));
    else if (kind !== "rank") e.args.forEach(visit);
  };
  roots.forEach(visit);
  return keys;
}
