package dev.plackett.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * A lifetime for native tensors: those made inside are freed when it closes, except the ones {@linkplain #keep kept}.
 * Scopes nest on one thread. Native memory is never left to the garbage collector.
 */
public final class Scope implements AutoCloseable {

    private final PointerScope outer;
    private final PointerScope inner;

    private Scope() {
        outer = PointerScope.getInnerScope();
        inner = new PointerScope();
    }

    /** Opens a scope inside the current one. */
    public static Scope open() {
        Natives.load();
        return new Scope();
    }

    /**
     * Moves a tensor out: to the enclosing scope, or, where there is none, to the caller, who closes it.
     *
     * @return the tensor
     */
    public <T extends Pointer> T keep(T tensor) {
        if (outer == null) {
            tensor.retainReference();
        } else {
            outer.attach(tensor);
        }
        return tensor;
    }

    /**
     * Takes a tensor out of every scope: it lives until it is closed.
     *
     * @return the tensor
     */
    public static <T extends Pointer> T own(T tensor) {
        tensor.retainReference();
        return tensor;
    }

    /** Number of native objects alive in this process, for leak tests. */
    public static long alive() {
        return Pointer.totalCount();
    }

    @Override
    public void close() {
        inner.close();
    }
}
