import type { Plan } from "../../plan/plan.ts";
import type { Setting } from "../../plan/setting.ts";

/** What a plane holds: values per pixel and class, or per pixel. */
export interface PlaneKind {
  readonly name: string;
  readonly perClass: boolean;
  /**
   * Planes of the engine's own keep each class of the whole batch together; the caller's have his layout; fields of
   * classes always have the classes of a pixel side by side.
   */
  readonly order: "own" | "caller" | "classes-last";
}

/** The planes of a step by name; more are added as the need shows. A device gives them their places. */
export interface PlaneTable {
  /** Index of a plane. */
  indexOf(name: string): number;
  /** Adds a plane of the engine's own. */
  addOwn(name: string, perClass: boolean): number;
  /** All of them, in the order of their indices. */
  readonly kinds: readonly PlaneKind[];
}

/** The gradient buffer, under the name by which later sweeps read what the first has left there. */
export const SAVED = "saved";
/** No memory of its own: where a program puts rows whose place its caller gives. */
export const GIVEN = "given";

export function planeTable(
  setting: Setting,
  perPixel: readonly string[],
  classFields: readonly string[],
): PlaneTable {
  const kinds: PlaneKind[] = [
    { name: "z", perClass: true, order: "caller" },
    { name: SAVED, perClass: true, order: "caller" },
    setting.targets === "soft"
      ? { name: "ysoft", perClass: true, order: "caller" }
      : { name: "label", perClass: false, order: "caller" },
    { name: "mask", perClass: false, order: "caller" },
    { name: GIVEN, perClass: false, order: "own" },
    ...perPixel.map((name) => ({ name, perClass: false, order: "caller" }) as const),
    ...classFields.map((name) => ({ name, perClass: true, order: "classes-last" }) as const),
  ];
  return {
    kinds,
    indexOf: (name) => {
      const index = kinds.findIndex((kind) => kind.name === name);
      if (index < 0) throw new Error(`There is no plane of ${name}: this is a defect of the engine.`);
      return index;
    },
    addOwn: (name, perClass) => {
      const known = kinds.findIndex((kind) => kind.name === name);
      return known >= 0 ? known : kinds.push({ name, perClass, order: "own" }) - 1;
    },
  };
}

/** Whether a plane has one value per class. */
export function isPerClass(name: string, { classFields }: Plan): boolean {
  return ["z", "saved", "ysoft"].includes(name) || classFields.some((field) => field.name === name);
}
