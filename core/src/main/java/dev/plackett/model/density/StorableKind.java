package dev.plackett.model.density;

/** Makes stored densities and maps of one kind anew. Found by {@link java.util.ServiceLoader}, so that a user's own can be stored as well. */
public interface StorableKind {

    /** The {@link Description#kind} that it reads. */
    String name();

    /**
     * What was described.
     *
     * @throws IllegalArgumentException naming what the description lacks or has wrong
     */
    Storable restore(Description description);
}
