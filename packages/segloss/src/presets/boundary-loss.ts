import { boundary } from "../losses/boundary.ts";
import { sum } from "../losses/combine.ts";
import { hausdorff } from "../losses/hausdorff.ts";
import type { OptionValue } from "../losses/loss.ts";
import type { OptionSpecs } from "../losses/option.ts";
import { formulaOver } from "./overlap.ts";
import { type Preset, type PresetDefinition, presetsOf } from "./preset.ts";
import { list, real } from "./specs.ts";

const IDC: OptionSpecs = {
  idc: list(null, "classes that count; not set: all (the library wants them named)"),
};

function classesOf(idc: OptionValue): readonly number[] | "all" {
  return (idc ?? "all") as readonly number[] | "all";
}

const surface: Omit<PresetDefinition, "name"> = {
  summary: "boundary with distances one pixel less inside",
  options: IDC,
  note: "distances are made from the targets: pass no maps",
  build: ({ idc }) => {
    const classes = classesOf(idc);
    // Their map is d outside and 1 - d inside: ours plus y.
    return {
      loss: sum(boundary({ classes }), formulaOver({ over: "image", classes }, "mean(y*p)", {})),
      link: "none",
    };
  },
};

/** boundary-loss' losses under its names; probabilities in. */
export const boundaryLoss: Readonly<Record<string, Preset>> = presetsOf("boundaryLoss", [
  {
    name: "DiceLoss",
    summary: "dice per image and class",
    options: IDC,
    build: ({ idc }) => ({
      loss: formulaOver(
        { over: "image", classes: classesOf(idc) },
        "1 - (2*sum(p*y) + e)/(sum(p) + sum(y) + e)",
        { e: 1e-10 },
      ),
      link: "none",
    }),
  },
  {
    name: "GeneralizedDice",
    summary: "generalizedDice with weights 1/area^2; absent classes weigh as if they had one pixel",
    options: IDC,
    defects: "weigh absent classes 1e20, so that nothing else counts",
    build: ({ idc, defects }) => ({
      loss: formulaOver(
        { over: "image", classes: classesOf(idc) },
        "1 - 2*(total(v*sum(p*y)) + e)/(total(v*(sum(p) + sum(y))) + e)" +
          ` where v = ${defects ? "1/(area + e)^2" : "1/max(area, 1 - step(area))^2"}, area = sum(y)`,
        { e: 1e-10 },
      ),
      link: "none",
    }),
  },
  {
    name: "CrossEntropy",
    summary: "crossEntropy divided by the true pixels of the classes",
    options: IDC,
    build: ({ idc }) => ({
      loss: formulaOver(
        { over: "batch", classes: classesOf(idc) },
        "sum(total(-y*log(p + e)))/(sum(total(y)) + e)",
        { e: 1e-10 },
      ),
      link: "none",
    }),
  },
  {
    name: "FocalLoss",
    summary: "focal divided by the true pixels of the classes",
    options: { ...IDC, gamma: real(2, "focusing exponent (the library has no default)", 0) },
    build: ({ idc, gamma }) => ({
      loss: formulaOver(
        { over: "batch", classes: classesOf(idc) },
        "sum(total(-y*(1 - p)^gamma*log(p + e)))/(sum(total(y)) + e)",
        { gamma, e: 1e-10 },
      ),
      link: "none",
    }),
  },
  { name: "SurfaceLoss", ...surface },
  { name: "BoundaryLoss", ...surface },
  {
    name: "HausdorffLoss",
    summary: "hausdorff with alpha 2",
    options: IDC,
    note: "the predicted mask is the largest class there, p > 1/2 here",
    build: ({ idc }) => ({ loss: hausdorff({ classes: classesOf(idc) }), link: "none" }),
  },
]);
