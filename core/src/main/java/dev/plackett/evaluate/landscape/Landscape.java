package dev.plackett.evaluate.landscape;

/** An expected loss over two parameters, exact or by quadrature: what optimisers see without noise. */
public interface Landscape {

    /** Loss, gradient and Hessian. */
    LossPoint at(double first, double second);

    /** The gradient alone, which descent asks for thousands of times. */
    default double[] gradient(double first, double second) {
        return at(first, second).gradient();
    }
}
