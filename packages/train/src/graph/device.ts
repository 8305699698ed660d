import { choice, type Kind } from "segloss/door";

/**
 * What a graph is written for. A kernel of a GPU binds a few buffers only and some operators have none there, so the same
 * values are computed in another way. Every runtime takes both forms; each is the faster one where it belongs.
 */
export type Device = "cpu" | "gpu";

export const DEVICE: Kind = choice("cpu", "gpu");
