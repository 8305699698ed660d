/** Longitudes are held back in strips of so many pixels (36 degrees), so that no tile of up to this size straddles a border. */
export const EARTH_STRIP = 160;
