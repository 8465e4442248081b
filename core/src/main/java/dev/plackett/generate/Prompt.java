package dev.plackett.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What to continue.
 *
 * @param ids token ids, at least one
 * @param key names the random streams of its samples: the content's hash and its occurrence number, so that order does not matter
 */
public record Prompt(int[] ids, long key) {

    public Prompt {
        if (ids.length == 0) {
            throw new IllegalArgumentException("a prompt needs at least one token; an empty one may be BOS");
        }
    }

    /** Prompts keyed by content and occurrence. */
    public static List<Prompt> of(List<int[]> prompts) {
        Map<Long, Integer> seen = new HashMap<>();
        List<Prompt> out = new ArrayList<>();
        for (int[] ids : prompts) {
            long hash = 31L * Arrays.hashCode(ids) + ids.length;
            out.add(new Prompt(ids, hash * 1_000_003L + seen.merge(hash, 1, Integer::sum)));
        }
        return out;
    }
}
