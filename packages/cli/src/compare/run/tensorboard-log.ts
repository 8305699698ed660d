import { join } from "node:path";
import type { Listener } from "./comparison-events.ts";
import { type TensorboardFile, tensorboardFile } from "./tensorboard-file.ts";

/** Curves of every training, a run each: training loss, Dice and IoU of the validation crops; of scored ones Dice of the test images. */
export function tensorboardLog(folder: string): Listener {
  const files = new Map<string, TensorboardFile>();
  const steps = new Map<string, number>();
  const fileOf = (id: string) => {
    const file = files.get(id) ?? tensorboardFile(join(folder, id));
    files.set(id, file);
    return file;
  };
  return (event) => {
    // Those that choose are never tested.
    if (event.event === "trial-start" && event.fold !== null) steps.set(event.id, event.steps);
    else if (event.event === "point")
      fileOf(event.id).scalars(event.step, {
        "training/loss": event.loss,
        "validation/dice": event.dice,
        "validation/iou": event.iou,
      });
    else if (event.event === "trial-end" && event.dice !== null && steps.has(event.id))
      fileOf(event.id).scalars(steps.get(event.id)!, { "test/dice": event.dice });
  };
}
