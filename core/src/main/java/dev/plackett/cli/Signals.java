package dev.plackett.cli;

import dev.plackett.event.StopSignal;
import java.util.concurrent.atomic.AtomicInteger;
import sun.misc.Signal;

/**
 * Turns SIGINT and SIGTERM into a {@link StopSignal}. The first asks the loop to stop at its next safe point, the second ends the process at once;
 * {@code Runtime.halt} is used since a JVM that exits in good order during a native call is killed by libtorch's destructors.
 */
final class Signals implements StopSignal {

    private static final int OFFSET = 128;

    private final AtomicInteger received = new AtomicInteger();

    private Signals() {}

    /** Listens from now on. */
    static Signals install() {
        Signals signals = new Signals();
        for (String name : new String[] {"INT", "TERM"}) {
            Signal.handle(new Signal(name), signals::on);
        }
        return signals;
    }

    private void on(Signal signal) {
        if (received.compareAndSet(0, OFFSET + signal.getNumber())) {
            System.err.println("\nstopping at the next safe point; once more to stop at once");
        } else {
            Runtime.getRuntime().halt(OFFSET + signal.getNumber());
        }
    }

    @Override
    public boolean getAsBoolean() {
        return received.get() != 0;
    }

    /** 130 after SIGINT, 143 after SIGTERM. */
    int exitCode() {
        return received.get();
    }
}
