import { type ApplyNode, CLASS, type Expression, PIXEL, variesOver } from "../../../formula/expression.ts";
import { OPS } from "../../../formula/op-table.ts";
import { holdsReduction } from "./prepare.ts";
import { type NeighbourTask, neighbourKey, type Schedule, type Stage } from "./schedule.ts";

/** Names of the planes of a look at neighbours. */
export interface NeighbourPlanes {
  readonly image: string;
  /** Null where there is no slope. */
  readonly adjoint: string | null;
  readonly result: string;
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
 * is a step of its sweep, which reads and writes, and one for each look.
 */
export function neighbourPlanes({ stages, scopes }: Schedule): ReadonlyMap<string, NeighbourPlanes> {
  const contents = new Map<string, Content>();
  let step = 0;
  const named = new Map<
    string,
    { image: string; adjoint: string | null; result: string; hasImage: boolean }
  >();
  for (const stage of stages) {
    const sweep = step++;
    for (const key of resultsRead(stage, scopes)) (contents.get(`result ${key}`) as Content).to = sweep;
    for (const task of stage.neighbours) {
      const { node, key } = task;
      const perClass = variesOver(node, CLASS);
      const hold = (name: string, from: number): boolean => {
        const known = contents.get(name);
        if (known) known.to = step;
        else contents.set(name, { perClass, from, to: step });
        return known !== undefined;
      };
      const isSlope = node.op === "skeletonSlope";
      const names = {
        image: `image ${perClass} ${imageKey(task)}`,
        adjoint: isSlope ? `adjoint ${key}` : null,
        result: `result ${key}`,
      };
      const hasImage = hold(names.image, sweep);
      if (names.adjoint) hold(names.adjoint, sweep);
      hold(names.result, step);
      named.set(key, { ...names, hasImage });
      step++;
    }
  }
  const planes = shareOut(contents);
  const planeOf = (name: string): string => planes.get(name) as string;
  return new Map(
    [...named].map(([key, { image, adjoint, result, hasImage }]) => [
      key,
      {
        image: planeOf(image),
        adjoint: adjoint && planeOf(adjoint),
        result: planeOf(result),
        hasImage,
      },
    ]),
  );
}

/** The image that a node looks at: the same for every region unless it uses sums of the region. */
export function imageOf(node: ApplyNode): Expression {
  return node.args[node.op === "skeletonSlope" ? 1 : 0];
}

function imageKey({ node, scope }: NeighbourTask): string {
  const image = imageOf(node);
  return `${holdsReduction(image) ? `${scope}/` : ""}${image.key}`;
}

/** Each content in a plane that was free before it came, the first that is. */
function shareOut(contents: ReadonlyMap<string, Content>): Map<string, string> {
  const freeFrom = new Map<string, number>();
  const planes = new Map<string, string>();
  for (const [name, { perClass, from, to }] of [...contents].sort(([, a], [, b]) => a.from - b.from)) {
    let k = 0;
    const plane = (): string => `neighbours ${perClass ? "of classes " : ""}${k}`;
    while ((freeFrom.get(plane()) ?? -1) >= from) k++;
    freeFrom.set(plane(), to);
    planes.set(name, plane());
  }
  return planes;
}

/** Keys of the looks whose results a sweep reads. */
function resultsRead(stage: Stage, scopes: Schedule["scopes"]): Set<string> {
  const keys = new Set<string>();
  const visit = (e: Expression, scope: number): void => {
    if (!variesOver(e, PIXEL) || e.kind !== "apply") return;
    const { kind } = OPS[e.op];
    if (kind === "neighbourhood") keys.add(neighbourKey(e, scope));
    else if (kind !== "rank") for (const arg of e.args) visit(arg, scope);
  };
  for (const { node, scope } of [...stage.sums, ...stage.ranks, ...stage.neighbours])
    for (const arg of node.args) visit(arg, scope);
  if (stage.gradient)
    for (const [scope, { gradient }] of scopes.entries()) if (gradient) visit(gradient, scope);
  return keys;
}
