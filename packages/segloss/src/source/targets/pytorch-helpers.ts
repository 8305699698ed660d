import { rankParameters, skeletonErosion } from "../python-helpers.ts";
import type { HelperName, HelperShape } from "../target.ts";

/** The functions that printed PyTorch code may call; pixels are the last axis. */
export const PYTORCH_HELPERS: Readonly<Record<HelperName, (shape: HelperShape) => string>> = {
  ratio: () => `def _ratio(a, b, empty):
    """a / b, and the constant \`empty\` where both are at most 1e-30."""
    is_empty = (a.abs() <= 1e-30) & (b.abs() <= 1e-30)
    return torch.where(is_empty, empty, a / torch.where(is_empty, 1.0, b))`,
  stop: () => "",
  logOthers: () => `def _log_of_others(z):
    """log(1 - softmax(z)) by the logits of the other classes: exact near p = 1."""
    own = torch.eye(z.shape[1], dtype=torch.bool, device=z.device)[:, :, None]
    others = torch.where(own, -1e30, z[:, None]).logsumexp(dim=2)
    return others - z.logsumexp(dim=1, keepdim=True)`,
  lovaszWeights: (shape) => `def _lovasz_weights(${rankParameters("truth", shape)}):
    """Steps of the Jaccard loss by rank of the error, constants for the gradient.

    M. Berman, A. Rannen Triki, M. B. Blaschko, CVPR 2018, algorithm 1.
    """
    errors, truth = torch.broadcast_tensors(errors.detach(), truth)
${inRows(["errors", "truth"], shape)}
    order = errors.argsort(dim=-1, descending=True, stable=True)
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
    order = errors.argsort(dim=-1, descending=True, stable=True)
    chosen = (share * counts.sum(-1, keepdim=True) * (1 + 1e-12)).floor().clamp(min=1)
    picked = (order.argsort(dim=-1) < chosen).to(counts.dtype) * counts
${fromRows("picked", shape)}`,
  skeleton: ({ dimensions }) => `def _soft_skeleton(image, iterations, space):
    """Soft skeleton of [N, ..., pixels] (S. Shit and others, clDice, CVPR 2021)."""

    def largest(x, *window):
        return F.max_pool${dimensions}d(x, window, stride=1, padding=[k // 2 for k in window])

    def erode(x):
${skeletonErosion(dimensions, (window) => `-largest(-x, ${window})`, "torch.minimum")}
        return least

    shape = image.shape
    image = image.reshape(-1, 1, *space)
    skeleton = torch.zeros_like(image)
    for _ in range(iterations + 1):
        eroded = erode(image)
        ridge = F.relu(image - largest(eroded, ${new Array(dimensions).fill(3).join(", ")}))
        skeleton = skeleton + F.relu(ridge - skeleton * ridge)
        image = eroded
    return skeleton.view(shape)`,
};

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
  if (over.size === 1) return `    return ${back}`;
  return `    if over_batch:\n        return ${back}\n    return ${name}`;
}
