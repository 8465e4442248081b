package dev.plackett.data;

import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * BERT's corruption (Devlin et al. 2019): of the tokens that may be masked a share is chosen; of the chosen 80 % become the mask token, 10 % a random token
 * and 10 % stay as they are. All chosen ones are scored; at least one is always chosen.
 *
 * @param share      of the tokens, in (0, 1]; BERT: 0.15
 * @param mask       id of the mask token
 * @param special    ids below this are special: never chosen, never drawn
 * @param vocabulary number of ids
 */
public record TokenMasking(double share, int mask, int special, int vocabulary) {

    public TokenMasking {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the masked share is " + share + ", expected above 0 and at most 1");
        }
        if (special < 0 || special >= vocabulary || mask < 0 || mask >= vocabulary) {
            throw new IllegalArgumentException("mask id " + mask + " and " + special + " special ids do not fit a vocabulary of " + vocabulary);
        }
    }

    /**
     * A noised copy.
     *
     * @throws IllegalArgumentException when all tokens are special
     */
    public MaskedSample apply(int[] ids, Seeds seeds) {
        int[] candidates = java.util.stream.IntStream.range(0, ids.length).filter(i -> ids[i] >= special).toArray();
        if (candidates.length == 0) {
            throw new IllegalArgumentException("a sequence of " + ids.length + " special tokens has nothing to mask");
        }
        SplittableRandom random = seeds.random();
        List<Integer> chosen = new ArrayList<>();
        for (int i : candidates) {
            if (random.nextDouble() < share) {
                chosen.add(i);
            }
        }
        if (chosen.isEmpty()) {
            chosen.add(candidates[random.nextInt(candidates.length)]);
        }
        int[] noised = ids.clone();
        for (int i : chosen) {
            double u = random.nextDouble();
            noised[i] = u < 0.8 ? mask : u < 0.9 ? special + random.nextInt(vocabulary - special) : ids[i];
        }
        int[] positions = chosen.stream().mapToInt(Integer::intValue).toArray();
        return new MaskedSample(noised, positions, Arrays.stream(positions).map(i -> ids[i]).toArray(), 1);
    }
}
