import { CASES } from "../../cli/dist/bench/bench-case.js";

/** @typedef {import("../../cli/src/bench/bench-case.ts").BenchCase} BenchCase */
/** @typedef {import("../../cli/src/bench/bench-data.ts").BenchSize} BenchSize */

/**
 * A row of the table: what is measured on, beside which formula of wasm-torch.py, and how many times faster the engine
 * has to be than PyTorch eager, than the better of eager and torch.compile, and than TensorFlow.js.
 * @typedef {object} Row
 * @property {string} name
 * @property {BenchCase} from
 * @property {BenchSize} size
 * @property {string} torch
 * @property {{ eager?: number, best?: number, tfjs?: number }} goals
 */

const IMAGES = { batch: 8, size: 512 };
const LARGE = { batch: 1, size: 4096 };
const SMALL = { batch: 1, size: 64 };
const CLASSES = { batch: 4, size: 256 };

/** @param {string} name @param {BenchSize} size @param {string} torch @param {{ eager?: number, best?: number }} [goals] @returns {Row} */
function row(name, size, torch, goals) {
  const from = CASES.find((one) => one.name === name);
  if (!from) throw new Error(`no case ${name}`);
  const { batch, size: n } = size;
  return {
    ...{ name: `${name}, ${batch}x${n}x${n}`, from, size, torch },
    goals: goals ? { ...goals, ...(from.tfjs && { tfjs: 20 }) } : {},
  };
}

/** @type {readonly Row[]} */
export const ROWS = [
  row("BCE", IMAGES, "bce", { eager: 3, best: 2.2 }),
  row("BCE", LARGE, "bce", { eager: 11, best: 4 }),
  row("BCE", SMALL, "bce"),
  row("focal, gamma 2", IMAGES, "focal_smp", { eager: 7.4, best: 3 }),
  row("Dice per image", IMAGES, "dice_monai", { eager: 2.3 }),
  row("Dice of the batch", IMAGES, "dice_smp", { eager: 5.2 }),
  row("Dice per image", SMALL, "dice_monai"),
  row("Dice + BCE", IMAGES, "dice_ce_monai", { eager: 4.5, best: 3.3 }),
  row("CE 21 classes, channels last", CLASSES, "cross_entropy", { eager: 4.1 }),
  row("CE 21 classes, channels first", CLASSES, "cross_entropy", { eager: 2.4 }),
  row("Dice 21 classes", CLASSES, "dice_classes_monai", { eager: 2.2 }),
  row("Lovász hinge, untrained", IMAGES, "lovasz_hinge", { eager: 60 }),
  row("Lovász hinge, half trained", IMAGES, "lovasz_hinge", { eager: 45 }),
  row("Lovász hinge, trained", IMAGES, "lovasz_hinge", { eager: 150 }),
  row("Lovász hinge, half trained", SMALL, "lovasz_hinge"),
  row("Lovász softmax 21 classes", CLASSES, "lovasz_softmax", { eager: 37 }),
  row("soft clDice", { batch: 4, size: 512 }, "soft_cldice", { eager: 10 }),
];
