package dev.plackett.robust.flag;

/** What the differences of gradients add to the objective when λ is above 0. */
public enum PairWeights {

    /** λ/(p−1) Σ √(1−u) over ordered pairs, u = ‖Yᵀ(gᵢ−gⱼ)‖²/‖gᵢ−gⱼ‖² (the paper, as the step that decreases its objective). */
    PAPER {
        @Override
        double strength(double lambda, int p) {
            return lambda / (p - 1);
        }

        @Override
        double[] vector(double[] norms, double[][] distances, int i, int j) {
            return distances[i][j] > 0 ? new double[] {norms[i] / distances[i][j], norms[j] / distances[i][j]} : new double[2];
        }

        @Override
        double threshold(int p, double cosine) {
            return (p - 1) * cosine;
        }
    },
    /** Differences of unit gradients, their length not divided out, with (λ/(p(p−1)))²: nearly nothing for 15 workers (the released code). */
    RELEASED {
        @Override
        double strength(double lambda, int p) {
            return Math.pow(lambda / p / (p - 1), 2);
        }

        @Override
        double[] vector(double[] norms, double[][] distances, int i, int j) {
            return new double[] {norms[i] > 0 ? 1 : 0, norms[j] > 0 ? 1 : 0};
        }

        @Override
        double threshold(int p, double cosine) {
            return cosine >= 1 ? Double.POSITIVE_INFINITY : p * (p - 1) * Math.sqrt(cosine / (1 - cosine) / 2);
        }
    };

    /** The weight of one ordered pair. */
    abstract double strength(double lambda, int p);

    /** The pair's vector as x ĝᵢ − y ĝⱼ. */
    abstract double[] vector(double[] norms, double[][] distances, int i, int j);

    /** The λ above which workers of this pairwise cosine, above 0, lose what they have in common: exact for equal cosines and norms. */
    abstract double threshold(int p, double cosine);
}
