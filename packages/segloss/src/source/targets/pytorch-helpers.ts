import type { HelperName, HelperShape } from "../target.ts";

/** The functions that printed PyTorch code may call; pixels are the last axis. */
export const PYTORCH_HELPERS: Readonly<Record<HelperName, (shape: HelperShape) => string>> = {
  ratio: () => `def _ratio(a, b, empty):
    """a / b, and the constant \`empty\` where both are 0."""
    is_empty = (a == 0) & (b == 0)
    return torch.where(is_empty, empty, a / torch.where(is_empty, 1.0, b))`,
  stop: () => "",
  logOthers: () => `def _log_of_others(z):
    """log(1 - softmax(z)) by the logits of the other classes: exact near p = 1."""
    own = torch.eye(z.shape[1], dtype=torch.bool, device=z.device)[:, :, None]
    others = torch.where(own, -1e30, z[:, None]).logsumexp(dim=2)
    return others - z.logsumexp(dim=1, keepdim=True)`,
  lovaszWeights: (shape) => `def _lovasz_weights(${rankParameters("truth", shape)}):
    """Steps of the Jaccard loss from the largest error down, constants for the gradient.

    M. Berman, A. Rannen Triki, M. B. Blaschko, CVPR 2018, algorithm 1.
    """
    errors, truth = torch.broadcast_tensors(errors.detach(), truth)
${inRows(["errors", "truth"], shape)}
    order = errors.argsort(-1, descending=True, stable=True)
    y = truth.gather(-1, order)
${shape.ranksWeights ? "    w = weights.gather(-1, order)\n    inside, outside = w * y, w * (1 - y)" : "    inside, outside = y, 1 - y"}
    intersection = inside.sum(-1, keepdim=True) - inside.cumsum(-1)
    union = inside.sum(-1, keepdim=True) + outside.cumsum(-1)
    jaccard = torch.where(union > 0, 1 - intersection / union.clamp(min=1e-30), 0.0)
    steps = torch.diff(jaccard, prepend=torch.zeros_like(jaccard[..., :1]))
    steps = torch.zeros_like(steps).scatter(-1, order, steps)
${fromRows("steps", shape)}`,
  hardest: (shape) => `def _hardest(${rankParameters("share", shape)}):
    """1 for the given share of the pixels, those with the largest errors, else 0."""
    errors = errors.detach()
${inRows(["errors"], shape)}
${shape.ranksWeights ? "    counts = (weights > 0).to(errors.dtype)\n    errors = torch.where(counts > 0, errors, -torch.inf)" : "    counts = torch.ones_like(errors)"}
    order = errors.argsort(-1, descending=True, stable=True)
    chosen = (share * counts.sum(-1, keepdim=True) * (1 + 1e-12)).floor().clamp(min=1)
    picked = (order.argsort(-1) < chosen).to(counts.dtype) * counts
${fromRows("picked", shape)}`,
  skeleton: ({ dimensions, channels }) => `def _soft_skeleton(image, iterations):
    """Soft skeleton of [images, ..., *space] (S. Shit and others, clDice, CVPR 2021)."""
${skeletonLines(dimensions)}
    # Pooling wants an axis of channels.
    image = image.${channels === 1 ? "unsqueeze(1)" : "clone()"}
    skeleton = torch.zeros_like(image)
    for _ in range(iterations + 1):
        eroded = erode(image)
        ridge = F.relu(image - F.max_pool${dimensions}d(eroded, 3, stride=1, padding=1))
        skeleton = skeleton + F.relu(ridge - skeleton * ridge)
        image = eroded
    return skeleton${channels === 1 ? ".squeeze(1)" : ""}`,
};

function rankParameters(second: string, { ranksWeights, over }: HelperShape): string {
  return `errors, ${second}${ranksWeights ? ", weights" : ""}${over.size > 1 ? ", over_batch=False" : ""}`;
}

/** Statements that bring all pixels of a region into the last axis. */
function inRows(names: readonly string[], { channels, over, ranksWeights }: HelperShape): string {
  const all = [...names, ...(ranksWeights ? ["weights"] : [])];
  const lines = ranksWeights ? ["weights = weights.expand_as(errors)"] : [];
  if (over.has("batch")) {
    const flat = channels === 1 ? "flatten()" : "transpose(0, 1).flatten(1)";
    const moved = all.map((name) => `${name} = ${name}.${flat}`);
    lines.push("shape = errors.shape");
    if (over.size > 1) lines.push("if over_batch:", ...moved.map((line) => `    ${line}`));
    else lines.push(...moved);
  }
  return lines.map((line) => `    ${line}`).join("\n");
}

function fromRows(name: string, { channels, over }: HelperShape): string {
  if (!over.has("batch")) return `    return ${name}`;
  const back =
    channels === 1 ? `${name}.view(shape)` : `${name}.unflatten(1, (shape[0], shape[2])).transpose(0, 1)`;
  return `    return ${back}${over.size > 1 ? ` if over_batch else ${name}` : ""}`;
}

function skeletonLines(dimensions: number): string {
  const kernels = Array.from({ length: dimensions }, (_, axis) =>
    Array.from({ length: dimensions }, (_, k) => (k === axis ? 3 : 1)),
  );
  const pool = (kernel: readonly number[]): string => {
    const tuple = (list: readonly number[]): string =>
      list.length === 1 ? String(list[0]) : `(${list.join(", ")})`;
    return `-F.max_pool${dimensions}d(-x, ${tuple(kernel)}, stride=1, padding=${tuple(kernel.map((k) => (k - 1) / 2))})`;
  };
  const lines = [
    `        least = ${pool(kernels[0])}`,
    ...kernels.slice(1).map((k) => `        least = torch.minimum(least, ${pool(k)})`),
  ];
  return ["", "    def erode(x):", ...lines, "        return least", ""].join("\n");
}
