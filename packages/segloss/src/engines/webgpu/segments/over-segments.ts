import { pixelsPerImage } from "../../../plan/setting.ts";
import type { JobPlace } from "../rank/rank-actions.ts";
import type { Action, Bindable, Bound } from "../runtime/action.ts";
import type { Pipeline } from "../runtime/pipelines.ts";

/** A kernel: its code, its entry, and which of its buffers it writes. */
export type SegmentKernel = readonly [code: string, entry: string, kinds: string];

export interface SegmentWork<Name extends string, Param extends string> {
  readonly kernels: Readonly<Record<Name, SegmentKernel>>;
  /** Those of them that are dispatched. */
  readonly names: readonly Name[];
  /** Numbers of a dispatch, in the order of the kernels. */
  readonly params: readonly Param[];
  /** Those that every dispatch has, besides the sizes. */
  readonly base: Readonly<Partial<Record<Param, number>>>;
  readonly classes: number;
  readonly atOnce: number;
}

/** What some segments are worked on with. */
export interface Segments<Name extends string, Param extends string> {
  /** The planes of the window's images. */
  readonly own: Bindable;
  readonly bound: Bound;
  readonly count: number;
  /** Groups over the pixels of a segment. */
  readonly groups: number;
  /** @param size in groups; default: the pixels of each segment */
  dispatch(
    name: Name,
    buffers: readonly Bindable[],
    numbers?: Readonly<Partial<Record<Param, number>>>,
    size?: readonly number[],
  ): void;
}

/** Work on images of a class each, as many at once as there is room for: by windows, since a window binds whole images. */
export function overSegments<Name extends string, Param extends string>(
  { setting, stride, pipelines }: JobPlace,
  { kernels, names, params, base, classes, atOnce }: SegmentWork<Name, Param>,
  work: (segments: Segments<Name, Param>) => void,
): Action {
  const pixels = pixelsPerImage(setting);
  const [s0, s1 = 1, s2 = 1] = setting.space;
  const sizes = { s0, s1, s2, pixels, stride, classes };
  const groups = Math.min(65_535, Math.ceil(pixels / 256));
  const made = new Map<Name, Pipeline>();
  for (const name of names) {
    const [code, entry, kinds] = kernels[name];
    made.set(name, pipelines.of(code, entry, pipelines.layoutOf(kinds)));
  }
  return (pass, bound) => {
    for (const { window } of bound.windows) {
      const { firstImage, images } = window;
      const own = { buffer: bound.own, offset: 4 * stride * firstImage, size: 4 * stride * images };
      const end = (firstImage + images) * classes;
      for (let firstSegment = firstImage * classes; firstSegment < end; firstSegment += atOnce) {
        const count = Math.min(atOnce, end - firstSegment);
        work({
          ...{ own, bound, count, groups },
          dispatch(name, buffers, numbers, size = [groups, count]) {
            const given = { ...sizes, ...base, segments: count, firstSegment, firstImage, ...numbers };
            const values: Readonly<Record<string, number>> = given;
            const list = params.map((key) => values[key] ?? 0);
            pass.setPipeline((made.get(name) as Pipeline).handle());
            pass.setBindGroup(0, bound.groupOf(pipelines.layoutOf(kernels[name][2]), buffers, list));
            pass.dispatchWorkgroups(size[0], size[1], size[2]);
          },
        });
      }
    }
  };
}
