package dev.plackett.model;

import org.bytedeco.pytorch.Tensor;

/**
 * Who attends to whom. A model computes projections of packed tokens {@code [N, …]}; how tokens form sequences, and what is cached, is this interface's matter.
 */
public interface Attention {

    /**
     * How a layer attends.
     *
     * @param scale  factor of the products
     * @param window how many positions a token attends to, itself included; 0 for all before it
     */
    record Kernel(double scale, int window) {
        public Kernel {
            if (!Double.isFinite(scale) || window < 0) {
                throw new IllegalArgumentException("an attention of scale " + scale + " over a window of " + window
                    + ", expected a finite scale and a window of at least 0 (0: all positions)");
            }
        }
    }

    /**
     * Mixes the values of one layer.
     *
     * @param layer  layer number
     * @param q      queries {@code [N, heads, d]}, rotated
     * @param k      keys {@code [N, kvHeads, d]}, rotated
     * @param v      values {@code [N, kvHeads, d]}
     * @param kernel how this layer attends
     * @return {@code [N, heads·d]}
     */
    Tensor attend(int layer, Tensor q, Tensor k, Tensor v, Kernel kernel);
}
