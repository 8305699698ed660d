import { type Component, defineAsyncComponent } from "vue";

/** Components that pages may use by name. What draws losses is loaded by the pages that show it, never by all. */
export function studioComponents(): Record<string, Component> {
  return {
    LossTable: defineAsyncComponent(() => import("./loss-table.vue")),
    LossLive: defineAsyncComponent(() => import("../see/loss-live.vue")),
    DoorPicture: defineAsyncComponent(() => import("./door-picture.vue")),
    ScoreStudio: defineAsyncComponent(() => import("../score/score-page.vue")),
    ServedData: defineAsyncComponent(() => import("./served-data.vue")),
    TrainStudio: defineAsyncComponent(() => import("../train/train-page.vue")),
    SeeStudio: defineAsyncComponent(() => import("../see/see-page.vue")),
  };
}
