/** Learning rate of a step; steps count from 1. */
export type Schedule = (step: number) => number;
