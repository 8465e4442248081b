package dev.plackett.report.html;

/** A piece of a {@link Report}. A run may bring its own. */
public interface Block {

    /** Writes itself; everything that is not markup goes through {@link Html#text}. */
    void render(Html out);

    /** Whether it is narrow enough to stand beside others of its kind. */
    default boolean narrow() {
        return false;
    }
}
