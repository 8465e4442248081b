package dev.plackett.data;

/**
 * The name of a column of numbers that travels beside the log-likelihoods.
 *
 * @param name  unique; shown in errors
 * @param level how many numbers it holds
 */
public record Column(String name, Level level) {

    /** One number per what? */
    public enum Level {
        /** One per log-likelihood, in the same order and {@link Grain}. */
        ELEMENT,
        /** One per sequence. */
        SEQUENCE,
        /** One per unit (pair, group). */
        UNIT
    }

    /** log π_ref, element by element. */
    public static final Column REFERENCE = new Column("reference log-likelihood", Level.ELEMENT);
    /** log Σ_v π(v)² over the vocabulary at each scored token: how far the policy is from certain there. Computed by the scorer, without gradient. */
    public static final Column COLLISION = new Column("collision log-probability", Level.ELEMENT);
    /** 1 where a labelled answer is wanted, 0 where it is not. */
    public static final Column LABEL = new Column("label", Level.UNIT);
    /** How good an answer is; only the order of a unit's answers counts. */
    public static final Column REWARD = new Column("reward", Level.SEQUENCE);
    /** Number of scored tokens of a sequence. */
    public static final Column LENGTH = new Column("length", Level.SEQUENCE);
    /** P̂(y ≻ π): estimated probability that the sequence beats the current policy, in [0, 1]. */
    public static final Column WIN_RATE = new Column("win rate", Level.SEQUENCE);
    /** P(chosen ≻ rejected) of a pair, in [0, 1]. */
    public static final Column PAIR_WIN = new Column("pair win probability", Level.UNIT);
    /** log Ẑ = log of the mean of exp(ηP̂) over all samples of the unit's prompt. */
    public static final Column LOG_PARTITION = new Column("log partition", Level.UNIT);
    /** Of points: 1 for a row of data, 0 for a row of noise or of a model's samples. */
    public static final Column DATA = new Column("data", Level.SEQUENCE);
    /** log q(x): log-density of a row under the noise. */
    public static final Column NOISE = new Column("noise log-density", Level.SEQUENCE);
    /** Which partition function a row belongs to, from 0. */
    public static final Column GROUP = new Column("group", Level.SEQUENCE);
    /** How much a row counts in the mean over its kind, at least 0: nodes of a quadrature. All the same without this column. */
    public static final Column WEIGHT = new Column("weight", Level.SEQUENCE);
    /** How alike the answers of a unit are, in [0, 1]. */
    public static final Column SIMILARITY = new Column("similarity", Level.UNIT);
}
