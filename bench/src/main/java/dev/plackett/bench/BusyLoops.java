package dev.plackett.bench;

/** Threads that do nothing but compete for the processors. */
final class BusyLoops implements AutoCloseable {

    private volatile boolean stop;

    private BusyLoops() {}

    /** Starts so many loops; they run until this is closed. */
    static BusyLoops start(int count) {
        BusyLoops loops = new BusyLoops();
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(loops::spin, "busy-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        return loops;
    }

    private void spin() {
        long n = 0;
        while (!stop) {
            n++;
        }
    }

    @Override
    public void close() {
        stop = true;
    }
}
