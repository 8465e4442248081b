package dev.plackett.evaluate.did;

import dev.plackett.evaluate.LogSpace;

/**
 * What an open end does to the DID, on the smallest model: content tokens that are equally likely under both policies, ended with a fixed probability after
 * each. Lengths of the DID are geometric with ratio V(1−b)/(1−a); at 1 and above there is no DID. Ours.
 *
 * @param content     V, number of content tokens
 * @param referenceEnd a, probability that π_ref ends the response after a token, in (0, 1)
 * @param policyEnd   b, the same for π
 */
public record GeometricLength(int content, double referenceEnd, double policyEnd) {

    public GeometricLength {
        if (content < 1 || !(referenceEnd > 0 && referenceEnd < 1) || !(policyEnd > 0 && policyEnd < 1)) {
            throw new IllegalArgumentException("content " + content + ", ends " + referenceEnd + " and " + policyEnd
                + ": expected at least 1 and probabilities between 0 and 1");
        }
    }

    /** Weight of one more token: V·(1−b)/(1−a), as each of the V continuations has the same ratio of policies. */
    public double ratio() {
        return content * (1 - policyEnd) / (1 - referenceEnd);
    }

    /** Whether the DID over responses of every length exists. */
    public boolean exists() {
        return ratio() < 1;
    }

    /** Z = (b/a)/(1 − ratio); infinite where there is no DID. */
    public double z() {
        return exists() ? policyEnd / referenceEnd / (1 - ratio()) : Double.POSITIVE_INFINITY;
    }

    /** Entropy of the DID in nats; infinite where there is none. With V content tokens each length N adds N·log V. */
    public double entropy() {
        double r = ratio();
        return exists() ? (-r * Math.log(r) - (1 - r) * Math.log1p(-r)) / (1 - r) + r / (1 - r) * Math.log(content) : Double.POSITIVE_INFINITY;
    }

    /** DID mass of the lengths 0 … n where n content tokens end a response by themselves. */
    public double[] truncated(int n) {
        double[] logs = new double[n + 1];
        for (int t = 0; t <= n; t++) {
            logs[t] = t * Math.log(ratio()) + (t < n ? Math.log(policyEnd / referenceEnd) : 0);
        }
        return LogSpace.softmax(logs);
    }
}
