package dev.plackett.judge;

/** What a judge says of all pairs of K candidates. */
public sealed interface Verdict {

    /** Number of candidates. */
    int size();

    /**
     * Logits of ordered comparisons, as pair rankers give them.
     *
     * @param c {@code c[i][j]}: positive when candidate i, shown first, is better than j, shown second; zero diagonal
     */
    record Logits(double[][] c) implements Verdict {

        public Logits {
            square(c);
            for (double[] row : c) {
                for (double logit : row) {
                    if (!Double.isFinite(logit)) {
                        throw new IllegalArgumentException("a logit is " + logit + ", expected a finite number: are the judge's weights sound?");
                    }
                }
            }
        }

        @Override
        public int size() {
            return c.length;
        }
    }

    /**
     * Probabilities, as oracles and verifiers give them.
     *
     * @param p {@code p[i][j]}: probability that candidate i beats j; p[i][j] + p[j][i] = 1, diagonal ½
     */
    record Probabilities(double[][] p) implements Verdict {

        public Probabilities {
            square(p);
            for (int i = 0; i < p.length; i++) {
                for (int j = 0; j <= i; j++) {
                    if (!(p[i][j] >= 0 && p[i][j] <= 1) || !(Math.abs(p[i][j] + p[j][i] - 1) <= 1e-9)) {
                        throw new IllegalArgumentException("probabilities of candidates " + i + " and " + j + " are " + p[i][j] + " and " + p[j][i]
                            + ", expected two numbers from 0 to 1 that add up to 1");
                    }
                }
            }
        }

        @Override
        public int size() {
            return p.length;
        }
    }

    private static void square(double[][] m) {
        if (m.length == 0) {
            throw new IllegalArgumentException("a verdict is on at least one candidate, found none");
        }
        for (double[] row : m) {
            if (row.length != m.length) {
                throw new IllegalArgumentException("a verdict is a square matrix; found rows of " + row.length + " for " + m.length + " candidates");
            }
        }
    }
}
