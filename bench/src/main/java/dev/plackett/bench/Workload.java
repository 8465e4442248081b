package dev.plackett.bench;

/** Something that is timed again and again. What is prepared once is prepared by its factory, before the first step. */
interface Workload extends AutoCloseable {

    /** One step. */
    void step();

    @Override
    void close();
}
