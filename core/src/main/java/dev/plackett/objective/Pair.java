package dev.plackett.objective;

import dev.plackett.data.Column;

/**
 * One preference pair as a loss sees it; sums over scored tokens.
 *
 * @param chosen            log π_θ(y_w)
 * @param rejected          log π_θ(y_l)
 * @param referenceChosen   log π_ref(y_w); 0 where the loss asked for no reference
 * @param referenceRejected log π_ref(y_l)
 * @param chosenLength      scored tokens of y_w, at least 1; 1 where lengths are unknown
 * @param rejectedLength    scored tokens of y_l
 * @param chosenIndex       index of y_w among the sequences
 * @param rejectedIndex     index of y_l
 * @param unit              index of the pair
 */
public record Pair(double chosen, double rejected, double referenceChosen, double referenceRejected, double chosenLength, double rejectedLength,
                   int chosenIndex, int rejectedIndex, int unit) {

    /**
     * Unit {@code u} as a pair: its first sequence is the chosen one.
     *
     * @throws IllegalArgumentException when it does not hold exactly two sequences
     */
    public static Pair of(Signals s, int u) {
        return of(s, u, column(s, Column.REFERENCE), column(s, Column.LENGTH));
    }

    /** Two sequences of unit {@code u}. */
    static Pair of(Signals s, int u, int chosen, int rejected) {
        return of(s, u, chosen, rejected, column(s, Column.REFERENCE), column(s, Column.LENGTH));
    }

    /** A column, null where the loss asked for none. */
    static double[] column(Signals s, Column column) {
        return s.columns().has(column) ? s.column(column) : null;
    }

    /** Unit {@code u} as a pair, with columns looked up once for all. */
    static Pair of(Signals s, int u, double[] reference, double[] length) {
        int chosen = s.unitStart()[u];
        int size = s.unitStart()[u + 1] - chosen;
        if (size != 2) {
            throw new IllegalArgumentException("unit " + u + " holds " + size + " sequences; a pair is one chosen and one rejected");
        }
        return of(s, u, chosen, chosen + 1, reference, length);
    }

    private static Pair of(Signals s, int u, int chosen, int rejected, double[] reference, double[] length) {
        return new Pair(s.sum(s.policy(), chosen), s.sum(s.policy(), rejected), reference == null ? 0 : s.sum(reference, chosen),
            reference == null ? 0 : s.sum(reference, rejected), length == null ? 1 : Math.max(1, length[chosen]),
            length == null ? 1 : Math.max(1, length[rejected]), chosen, rejected, u);
    }

    /** a = log π_θ(y_w)/π_ref(y_w). */
    public double a() {
        return chosen - referenceChosen;
    }

    /** b = log π_θ(y_l)/π_ref(y_l). */
    public double b() {
        return rejected - referenceRejected;
    }

    /** Δ = a − b. */
    public double delta() {
        return a() - b();
    }

    /** a per token, less b per token. */
    public double deltaPerToken() {
        return a() / chosenLength - b() / rejectedLength;
    }
}
