package dev.plackett.event;

/** Work ended early because a {@link StopSignal} asked for it; what was committed stays, and the same command goes on from there. */
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Stopped as asked. */
    public StoppedException() {
        super("stopped as asked");
    }
}
