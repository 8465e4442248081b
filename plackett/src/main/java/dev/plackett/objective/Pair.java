package dev.plackett.objective;

/**
 * One preference pair as a loss sees it; sums over scored tokens.
 *
 * @param chosen            log π_θ(y_w)
 * @param rejected          log π_θ(y_l)
 * @param referenceChosen   log π_ref(y_w); 0 where the loss asked for no reference
 * @param referenceRejected log π_ref(y_l)
 * @param chosenIndex       index of y_w among the sequences
 * @param rejectedIndex     index of y_l
 * @param unit              index of the pair
 */
record Pair(double chosen, double rejected, double referenceChosen, double referenceRejected, int chosenIndex, int rejectedIndex, int unit) {

    /** a = log π_θ(y_w)/π_ref(y_w). */
    double a() {
        return chosen - referenceChosen;
    }

    /** b = log π_θ(y_l)/π_ref(y_l). */
    double b() {
        return rejected - referenceRejected;
    }

    /** Δ = a − b. */
    double delta() {
        return a() - b();
    }
}
