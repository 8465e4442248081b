package dev.plackett.model;

/** A recorded forward pass: one micro-batch of graph. Close it, used or not. */
public interface Tape extends AutoCloseable {

    /** The scores of the forward pass. */
    Scores scores();

    /**
     * Adds Σ coefficient·∇score to the gradient of the trainable parameters. At most once.
     *
     * @param coefficient one per element of {@code scores().values()}
     */
    void backward(double[] coefficient);

    @Override
    void close();
}
