import { distanceCrossEntropy, type Loss, loss, makePlan, parseLoss, type Setting, sum } from "segloss";
import { describe, expect, it } from "vitest";
import { type Expression, topological } from "../../src/formula/expression.ts";

const setting: Setting = {
  ...{ batch: 4, space: [3, 5], channels: 3, layout: "channels-last", link: "softmax", targets: "indices" },
  ...{ weighted: false, ignore: [], masked: false },
};

/** How many times the expressions apply an operation, each distinct node counted once. */
function count(op: string, roots: readonly Expression[]): number {
  return topological(roots).filter((node) => node.kind === "apply" && node.op === op).length;
}

describe("a plan", () => {
  it("has one scope per kind of region, images first", () => {
    const overs = (text: string): string[] =>
      makePlan(parseLoss(text), setting).scopes.map(({ over }) => over);
    expect(overs("dice")).toEqual(["image"]);
    expect(overs("focal + crossEntropy")).toEqual(["batch"]);
    expect(overs("focal + dice + crossEntropy + jaccard")).toEqual(["image", "batch"]);
  });

  it("has value and gradient: no axes, and pixels and classes", () => {
    const [{ value, gradient }] = makePlan(parseLoss("dice"), setting).scopes;
    expect(value.axes).toBe(0);
    expect(gradient.axes).toBe(3);
    const [{ gradient: binary }] = makePlan(parseLoss("dice"), {
      ...setting,
      channels: 1,
      link: "sigmoid",
    }).scopes;
    expect(binary.axes).toBe(1);
  });

  it("of a sum shares what its terms share", () => {
    const sums = (text: string): number => {
      const [{ value }] = makePlan(parseLoss(text), setting).scopes;
      return count("pixelSum", [value]);
    };
    expect(sums("dice(squared=false) + jaccard")).toBe(sums("jaccard"));
    expect(sums("tversky + dice + dice(smooth=1)")).toBeLessThan(sums("tversky") + 2 * sums("dice"));
    expect(sums("dice + dice")).toBe(sums("dice"));
  });

  it("Dice takes three sums over the pixels of each class, and no other pass for its value", () => {
    const [{ value }] = makePlan(parseLoss("dice"), setting).scopes;
    expect(count("pixelSum", [value])).toBe(3);
  });

  it("makes fields once for terms that want the same", () => {
    const fields = (...losses: Loss[]): string[] =>
      makePlan(sum(...losses), setting).fields.map(({ d1 }) => d1);
    expect(fields(distanceCrossEntropy(), distanceCrossEntropy({ w0: 3, sigma: 1 }))).toEqual(["d1"]);
    expect(fields(distanceCrossEntropy(), distanceCrossEntropy({ cells: "classes" }))).toEqual([
      "d1",
      "d1_2",
    ]);
    expect(
      fields(distanceCrossEntropy({ spacing: [1, 2] }), distanceCrossEntropy({ spacing: [2, 1] })),
    ).toHaveLength(2);
    expect(fields(parseLoss("dice"))).toEqual([]);
  });

  it("names each map once", () => {
    const [a, b] = [["m"], ["m", "k"]].map((maps) => loss("mean(m*p)", { maps }));
    expect(makePlan(sum(a, b), setting).maps).toEqual(["m", "k"]);
  });

  it("of a formula without the network's output has the gradient 0", () => {
    for (const text of ["mean(y)", "3", "sum(total(y))*mean(stop(p))", "mean(step(z))"]) {
      const [{ gradient }] = makePlan(loss(text), setting).scopes;
      expect(gradient).toMatchObject({ kind: "number", value: 0 });
    }
  });

  it("depends on nothing but the loss and the setting: the same keys every time", () => {
    const keys = (): string[] =>
      makePlan(parseLoss("dice + focal(gamma=1.5) + lovasz"), setting).scopes.flatMap(
        ({ value, gradient }) => [value.key, gradient.key],
      );
    expect(keys()).toEqual(keys());
  });

  it("has no weight, no validity and no share of regions where nothing is weighted or left out", () => {
    const symbols = (given: Partial<Setting>): string[] => {
      const { scopes } = makePlan(parseLoss("dice + crossEntropy"), { ...setting, ...given });
      const nodes = topological(scopes.flatMap(({ value, gradient }) => [value, gradient]));
      const names = nodes.flatMap((node) => (node.kind === "symbol" ? [node.name] : []));
      return ["w", "v", "regionShare"].filter((name) => names.includes(name));
    };
    expect(symbols({})).toEqual([]);
    expect(symbols({ weighted: true })).toEqual(["w"]);
    expect(symbols({ ignore: [255] })).toEqual(["w", "v", "regionShare"]);
    expect(symbols({ masked: true })).toEqual(["w", "v", "regionShare"]);
  });
});
