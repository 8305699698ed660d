import { defaultLink } from "../links/index.ts";
import { linkOf } from "../losses/combine.ts";
import type { Loss } from "../losses/loss.ts";
import type { Setting } from "../plan/setting.ts";
import type { CompileOptions } from "./engine.ts";

/**
 * Checks the options of `compile` and fills in the defaults; the link is that of the loss, when it has one.
 * @throws Error that says what was expected, what came and the remedy.
 */
export function readOptions(options: CompileOptions, loss?: Loss): Setting {
  const { shape, layout = "channels-last", targets = "indices", weights = false, mask = false } = options;
  checkShape(shape);
  if (layout !== "channels-last" && layout !== "channels-first") {
    throw new Error(`Unknown layout "${layout}": expected "channels-last" or "channels-first".`);
  }
  const channels = layout === "channels-last" ? shape[shape.length - 1] : shape[1];
  const space = layout === "channels-last" ? shape.slice(1, -1) : shape.slice(2);
  const link = options.link ?? (loss ? linkOf(loss) : null) ?? defaultLink(channels);
  const ignore = options.ignore === undefined ? [] : [options.ignore].flat();
  for (const label of ignore as number[]) {
    if (!Number.isInteger(label)) throw new Error(`ignore must be whole labels such as 255, got ${label}.`);
  }
  if (targets === "soft" && ignore.length > 0) {
    throw new Error("ignore names labels, but the targets are soft: leave pixels out with a mask instead.");
  }
  return {
    batch: shape[0],
    space,
    channels,
    layout,
    link,
    targets,
    weighted: weights,
    ignore: ignore as number[],
    masked: mask,
  };
}

function checkShape(shape: readonly number[]): void {
  const got = `[${shape.join(", ")}]`;
  if (shape.length < 3 || shape.length > 5) {
    throw new Error(`Expected a shape [batch, ...space, channels] with 1 to 3 spatial axes, got ${got}.`);
  }
  if (!shape.every((n) => Number.isInteger(n) && n > 0)) {
    throw new Error(`Every axis of the shape must be a whole number above 0, got ${got}.`);
  }
}
