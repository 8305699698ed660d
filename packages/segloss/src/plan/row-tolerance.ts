/**
 * How far the soft targets of a pixel may be from summing to 1: farther than half precision rounds them, or bytes those of few
 * classes, and nearer than any two labels are.
 */
export const ROW_TOLERANCE = 0.01;
