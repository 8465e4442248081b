package dev.plackett.objective;

/** Options that most losses on pairs have in common. */
final class PairOptions {

    static final Option<Double> BETA = Option.number("beta", 0.1, "how strongly the policy is held to the reference");
    static final Option<Double> SMOOTHING = Option.number("label_smoothing", 0, "probability that a label is wrong, below 0.5");

    private PairOptions() {}
}
