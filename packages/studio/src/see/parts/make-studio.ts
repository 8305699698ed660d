import { nextTick, type Ref, ref, shallowRef } from "vue";
import { outlinePath } from "../colour/outline.ts";
import type { Palette } from "../colour/palette.ts";
import { type Answer, type Failure, makeComparison } from "../loop/comparison.ts";
import { applyEdit } from "../paint/apply-edit.ts";
import { nextCell, paintLine } from "../paint/paint-line.ts";
import { copyOf, type Picture } from "../picture/picture.ts";
import { sceneNamed } from "../scenes/index.ts";
import { type State, stateOf } from "../state/state.ts";
import type { Texts } from "../texts/index.ts";
import { frameCosts } from "./frame-costs.ts";
import type { Studio, Tool } from "./studio.ts";

/** Nothing has changed for so many milliseconds. */
const MOMENT = 160;

export interface StudioOptions {
  readonly state: State;
  readonly texts: Ref<Texts>;
  readonly palette: Ref<Palette>;
  /** Hears of every state, after it has settled. */
  onSettled(state: State): void;
}

/** Makes the page's inside: losses run once a frame, and only when something has changed. */
export function makeStudio({
  state: first,
  texts,
  palette,
  onSettled,
}: StudioOptions): Studio & { dispose(): void } {
  const comparison = makeComparison();
  const state = shallowRef(first);
  const loaded = shallowRef<Picture | null>(null);
  const picture = shallowRef(painted(first, null));
  const answers = shallowRef<readonly (Answer | Failure)[]>([]);
  const outline = shallowRef(outlinePath(picture.value));
  const [settled, message] = [ref(0), ref("")];
  const draws = new Set<() => void>();
  const costs = frameCosts();
  const cost = shallowRef(costs.medians());
  const tool = shallowRef<Tool>(toolFor(picture.value));
  const stroke: { points: number[]; cell: number } = { points: [], cell: 0 };
  let [frame, timer, newTruth] = [0, 0, false];

  const run = async (): Promise<void> => {
    frame = 0;
    const start = performance.now();
    const before = comparison.compiled();
    answers.value = comparison.run(picture.value, state.value.losses, state.value.by);
    const ran = performance.now();
    for (const draw of draws) draw();
    if (newTruth) outline.value = outlinePath(picture.value);
    newTruth = false;
    await nextTick();
    // A frame that compiles is none of painting.
    if (comparison.compiled() === before) costs.add(start, ran, performance.now());
  };
  const request = (): void => {
    frame ||= requestAnimationFrame(() => void run());
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      settled.value++;
      cost.value = costs.medians();
      onSettled(state.value);
    }, MOMENT);
  };
  const repaint = (): void => {
    picture.value = painted(state.value, loaded.value);
    newTruth = true;
    request();
  };
  const change = (part: Partial<State>): void => {
    const before = state.value;
    const isScene = part.scene !== undefined && part.scene !== before.scene;
    const kept = isScene ? stateOf(part.scene as string) : before;
    state.value = { ...kept, ...part };
    const isOther = isScene || (part.seed !== undefined && part.seed !== before.seed);
    if (isOther) loaded.value = null;
    if (isOther && part.image === undefined) state.value = { ...state.value, image: "" };
    if (isScene || part.seed !== undefined || part.edits !== undefined) repaint();
    if (isScene) tool.value = toolFor(picture.value);
    request();
  };

  request();
  return {
    ...{ texts, palette, state, tool, picture, answers, comparison, outline, settled, cost, message },
    pixel: shallowRef(null),
    onFrame: (draw) => {
      draws.add(draw);
      request();
      return () => draws.delete(draw);
    },
    change,
    setLoss: (index, text) =>
      change({ losses: state.value.losses.map((old, i) => (i === index ? text : old)) }),
    strokeTo: (x, y) => {
      const { layer, erases, radius, label } = tool.value;
      const { points } = stroke;
      if (points.length === 0) stroke.cell = nextCell(picture.value);
      const from: [number, number] = points.length === 0 ? [x, y] : [points.at(-2) ?? x, points.at(-1) ?? y];
      if (points.length > 0 && from[0] === x && from[1] === y) return;
      points.push(x, y);
      paintLine(picture.value, { layer, label: erases ? 0 : label, radius, cell: stroke.cell }, from, [x, y]);
      newTruth ||= layer === "truth";
      request();
    },
    endStroke: () => {
      if (stroke.points.length === 0) return;
      const { layer, erases, radius, label } = tool.value;
      const edit = {
        kind: "stroke",
        layer,
        label: erases ? 0 : label,
        radius,
        points: stroke.points,
      } as const;
      stroke.points = [];
      // It stands in the picture already.
      state.value = { ...state.value, edits: [...state.value.edits, edit] };
      request();
    },
    undo: () => change({ edits: state.value.edits.slice(0, -1) }),
    hasOwn: () => loaded.value !== null,
    show: (given, edits = []) => {
      loaded.value = given;
      change({ edits, image: "" });
      tool.value = toolFor(given);
    },
    lay: (given) => {
      loaded.value = given;
      repaint();
      tool.value = toolFor(given);
    },
    dispose: () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      comparison.dispose();
    },
  };
}

function painted({ scene, seed, edits }: State, loaded: Picture | null): Picture {
  const picture = loaded ? copyOf(loaded) : sceneNamed(scene).paint(seed);
  for (const edit of edits) applyEdit(picture, edit);
  return picture;
}

function toolFor({ channels }: Picture): Tool {
  return { layer: "prediction", erases: false, radius: 5, label: channels === 3 ? 2 : 1 };
}
