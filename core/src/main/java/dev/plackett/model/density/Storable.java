package dev.plackett.model.density;

/** A density, or a map between spaces of points, that can be written to a folder and read back; see {@link DensityFiles}. */
public interface Storable {

    /** All that it takes to make it anew. */
    Description describe();
}
