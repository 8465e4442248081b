package dev.plackett.train;

/**
 * DPO-PG: whether training may make the chosen answers less likely. Our definition; the paper that names the method does not spell it out. With g the gradient
 * of the loss and g_w that of −mean log π_θ(y_w) on the same pairs: where ⟨g, g_w⟩ is below 0, a step would raise the chosen answers' negative
 * log-likelihood, and the part of g along g_w is taken out. The guarantee is of first order and for the batch at hand.
 */
public enum Projection {
    /** It may. */
    NONE,
    /** The gradient is projected before the optimiser sees it; an adaptive optimiser may turn it back. */
    GRADIENT,
    /** What the optimiser does to the parameters is projected, weight decay included: the guarantee holds with any optimiser. */
    UPDATE
}
