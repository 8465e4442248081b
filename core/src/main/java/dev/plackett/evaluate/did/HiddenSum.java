package dev.plackett.evaluate.did;

/**
 * Final hidden states summed over a response, as CHES wants them: from the last prompt token, without the last position (the states that predict the
 * response's tokens). Each row has its own end; in a padded batch the last column is not every row's last position.
 *
 * @param sum    S {@code [H]}
 * @param tokens how many positions were summed
 */
public record HiddenSum(double[] sum, int tokens) {

    /**
     * Of one row.
     *
     * @param states final hidden states {@code [T, H]} of prompt and response, padding behind
     * @param prompt length of the prompt, at least 1
     * @param length length of prompt and response
     */
    public static HiddenSum of(double[][] states, int prompt, int length) {
        if (prompt < 1 || length <= prompt || length > states.length) {
            throw new IllegalArgumentException("a prompt of " + prompt + " and " + length + " tokens in all in " + states.length
                + " positions, expected at least 1 prompt token and 1 response token");
        }
        double[] sum = new double[states[0].length];
        for (int t = prompt - 1; t < length - 1; t++) {
            for (int h = 0; h < sum.length; h++) {
                sum[h] += states[t][h];
            }
        }
        return new HiddenSum(sum, length - prompt);
    }

    double dot(HiddenSum other) {
        double dot = 0;
        for (int h = 0; h < sum.length; h++) {
            dot += sum[h] * other.sum[h];
        }
        return dot;
    }
}
