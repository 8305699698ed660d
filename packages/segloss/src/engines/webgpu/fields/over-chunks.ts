import type { Action } from "../runtime/action.ts";
import type { Pipeline } from "../runtime/pipelines.ts";

/** A kernel over all pixels that reads what a step is given. */
export function overChunks(pipeline: Pipeline): Action {
  return (pass, { windows }) => {
    pass.setPipeline(pipeline.handle());
    for (const { window, group } of windows) {
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(window.chunks, window.images);
    }
  };
}
