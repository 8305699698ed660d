/** Share of a tile that its neighbour covers too, where none is asked for: as in MONAI's sliding windows. The tests of a comparison and `segloss predict` agree in it. */
export const USUAL_OVERLAP = 0.25;
