import { atom, inParentheses, type Piece, STRENGTH } from "../piece.ts";
import {
  methodReduction,
  named,
  ofNumbersToo,
  PYTHON_ARITHMETIC,
  pythonModule,
  pythonVector,
} from "../python.ts";
import type { Needs, Shape, Target } from "../target.ts";
import { PYTORCH_HELPERS } from "./pytorch-helpers.ts";

const method =
  (name: string) =>
  (x: Piece): Piece =>
    atom(`${inParentheses(x, STRENGTH.atom)}.${name}`);

/** PyTorch: channels first, the axes of space flattened to one. */
export const pytorch: Target = {
  name: "pytorch",
  title: "PyTorch",
  extension: "py",
  channelsFirst: true,
  order: ["logits", "targets"],
  argumentNames: { logits: "logits", targets: "targets" },
  ops: {
    ...PYTHON_ARITHMETIC,
    ratio: PYTHON_ARITHMETIC.div,
    exp: ofNumbersToo("math.exp", named("torch.exp")),
    expm1: ofNumbersToo("math.expm1", named("torch.expm1")),
    log: ofNumbersToo("math.log", named("torch.log")),
    log1p: ofNumbersToo("math.log1p", named("torch.log1p")),
    sqrt: ofNumbersToo("math.sqrt", named("torch.sqrt")),
    abs: method("abs()"),
    sign: method("sign()"),
    step: (x) => atom(`(${inParentheses(x, STRENGTH.sum)} > 0).to(z.dtype)`),
    min: extremum("min", "max", "minimum"),
    max: extremum("max", "min", "maximum"),
    relu: named("F.relu"),
    sigmoid: named("torch.sigmoid"),
    softplus: (x) => atom(`-F.logsigmoid(-${inParentheses(x, STRENGTH.atom)})`),
    tanh: ofNumbersToo("math.tanh", named("torch.tanh")),
    sinh: ofNumbersToo("math.sinh", named("torch.sinh")),
    cosh: ofNumbersToo("math.cosh", named("torch.cosh")),
    stop: method("detach()"),
    isLargest: (x) =>
      atom(
        `F.one_hot(${inParentheses(x, STRENGTH.atom)}.argmax(dim=1), z.shape[1]).movedim(-1, 1).to(z.dtype)`,
      ),
  },
  reduce: {
    sum: methodReduction("sum", "dim", "keepdim"),
    mean: methodReduction("mean", "dim", "keepdim"),
    max: methodReduction("amax", "dim", "keepdim"),
  },
  nameOf: (words) => words,
  assign: (name, value) => `${name} = ${value}`,
  vector: (values, column) => `z.new_tensor(${pythonVector(values)})${column ? "[:, None]" : ""}`,
  preamble,
  helpers: PYTORCH_HELPERS,
  meanOfValidImages: (value, hasAxes) => [
    "present = valid.any(dim=1)  # images without a valid pixel do not count",
    `per_image = ${hasAxes ? `${inParentheses(value, STRENGTH.atom)}.flatten()` : value.text}`,
    "loss = torch.where(present, per_image, 0.0).sum() / present.sum().clamp(min=1)",
  ],
  imports: (text) => [
    ...(/\bmath\./.test(text) ? ["import math", ""] : []),
    "import torch",
    ...(/\bF\./.test(text) ? ["import torch.nn.functional as F"] : []),
  ],
  assemble: (text) =>
    pythonModule(
      text,
      ({ name }) => `${name}: ${name === "progress" ? "float" : "torch.Tensor"}`,
      " -> torch.Tensor",
    ),
};

/** With a number the clamp of the array: no tensor is made of it. */
function extremum(ofNumbers: string, other: "min" | "max", ofTensors: string) {
  return (a: Piece, b: Piece): Piece => {
    if (a.isNumber && b.isNumber) return { ...atom(`${ofNumbers}(${a.text}, ${b.text})`), isNumber: true };
    const [array, number] = a.isNumber ? [b, a] : [a, b];
    if (number.isNumber) return atom(`${inParentheses(array, STRENGTH.atom)}.clamp(${other}=${number.text})`);
    return atom(`torch.${ofTensors}(${a.text}, ${b.text})`);
  };
}

function preamble(shape: Shape, { symbols, perPixel, perClass, counts, space }: Needs): string[] {
  const { channels, keepsClasses, targets, masked, ignore, weighted, link } = shape;
  const several = channels > 1;
  const leavesOut = masked || ignore.length > 0;
  const classAxis = several && keepsClasses ? "[:, None]" : "";
  const from = several ? 2 : 1;
  const lines: string[] = [];
  const filled = leavesOut ? (link === "none" ? "0.5" : "0.0") : null;
  const valid = several ? "valid[:, None]" : "valid";
  // Half precision ends at 65504: sums over the pixels of an image are beyond it.
  lines.push("logits = logits.to(torch.promote_types(logits.dtype, torch.float32))");
  if (leavesOut) lines.push(...validLines(shape));
  const z = `logits.flatten(${from})`;
  const axes = several ? `[N, ${channels}, pixels]` : "[N, pixels]";
  lines.push(
    filled === null ? `z = ${z}  # ${axes}` : `z = torch.where(${valid}, ${z}, ${filled})  # ${axes}`,
  );
  if (symbols.has("y") || symbols.has("ysoft")) {
    if (targets === "soft") lines.push(`y = targets.flatten(${from}).to(z.dtype)`);
    else if (!several) lines.push("y = targets.flatten(1).to(z.dtype)");
    else {
      if (leavesOut) lines.push("labels = torch.where(valid, targets.flatten(1), 0)");
      const labels = leavesOut ? "labels" : "targets.flatten(1)";
      lines.push(`y = F.one_hot(${labels}.long(), ${channels}).movedim(-1, 1).to(z.dtype)`);
    }
    if (leavesOut) lines.push(`y = torch.where(${valid}, y, 0.0)`);
  }
  lines.push(...linkLines(shape, symbols));
  if (symbols.has("v")) lines.push(`v = valid${classAxis}.to(z.dtype)`);
  if (symbols.has("w")) {
    const weights = `weights.flatten(1)${classAxis}`;
    if (!weighted) lines.push(`w = valid${classAxis}.to(z.dtype)`);
    else
      lines.push(
        `w = ${leavesOut ? `torch.where(valid${classAxis}, ${weights}, 0.0)` : weights}.to(z.dtype)`,
      );
  }
  const map = (name: string, flat: string, mask: string): string =>
    `${name} = ${leavesOut ? `torch.where(${mask}, ${flat}, 0.0)` : flat}.to(z.dtype)`;
  for (const name of perPixel) lines.push(map(name, `${name}.flatten(1)${classAxis}`, `valid${classAxis}`));
  for (const name of perClass) lines.push(map(name, `${name}.flatten(${from})`, valid));
  if (space) lines.push("space = logits.shape[2:]");
  if (counts.has("image")) lines.push("pixels = z.shape[-1]");
  if (counts.has("batch")) lines.push("all_pixels = z.shape[0] * z.shape[-1]");
  return lines;
}

function validLines({ ignore, masked }: Shape): string[] {
  const labels = ignore.map((label) => `(targets.flatten(1) != ${label})`);
  const parts = [...labels, ...(masked ? ["(mask.flatten(1) != 0)"] : [])];
  const text = parts.length === 1 ? parts[0].slice(1, -1) : parts.join(" & ");
  return [`valid = ${text}`];
}

function linkLines({ link, channels }: Shape, symbols: ReadonlySet<string>): string[] {
  const lines: Readonly<Record<string, string>> = LINKS[link];
  return ["log_p", "log_q", "p", "q"]
    .filter(
      (name) =>
        symbols.has(name) ||
        (name === "log_p" && link === "softmax" && (symbols.has("p") || symbols.has("q"))),
    )
    .map((name) => `${name} = ${lines[name]}`)
    .map((line) => line.replaceAll("AXIS", channels > 1 ? "1" : "-1"));
}

/** Logarithms and 1 - p without a difference of nearly equal numbers. */
const LINKS = {
  sigmoid: {
    log_p: "F.logsigmoid(z)",
    log_q: "F.logsigmoid(-z)",
    p: "torch.sigmoid(z)",
    q: "torch.sigmoid(-z)",
  },
  softmax: {
    log_p: "F.log_softmax(z, dim=AXIS)",
    log_q: "_log_of_others(z)",
    p: "log_p.exp()",
    q: "-torch.expm1(log_p)",
  },
  none: {
    log_p: "torch.log(z.clamp(min=1e-37))",
    log_q: "torch.log((1 - z).clamp(min=1e-37))",
    p: "z",
    q: "1 - z",
  },
} as const;
