/** Label of pixels that belong to a crowd: no class has it. */
export const CROWD_LABEL: number = 2 ** 31 - 1;
