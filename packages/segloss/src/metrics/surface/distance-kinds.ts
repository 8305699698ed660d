/** How far two points are apart; the default first. */
export const DISTANCES = ["euclidean", "chessboard", "taxicab"] as const;

/** Euclidean; the greatest of the distances along the axes; or their sum. */
export type Distance = (typeof DISTANCES)[number];
