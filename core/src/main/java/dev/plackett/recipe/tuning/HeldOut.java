package dev.plackett.recipe.tuning;

import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Which rows are evaluated on and never trained. Rows of one prompt stay together, or the evaluation would know what training has seen. */
final class HeldOut {

    private HeldOut() {}

    /**
     * Chooses at random among the prompts until the share is reached; at least one row is held out where a share is asked for, and at least one trains.
     *
     * @param groups for each row a number that rows of the same prompt share; where all share one, each row stands for itself
     * @param share  of the rows, in [0, 1)
     * @return for each row whether it is held out
     */
    static boolean[] choose(List<Integer> groups, double share, Seeds seeds) {
        boolean[] out = new boolean[groups.size()];
        Map<Integer, List<Integer>> members = new LinkedHashMap<>();
        boolean alike = groups.stream().distinct().count() == 1;
        IntStream.range(0, groups.size()).forEach(i -> members.computeIfAbsent(alike ? i : groups.get(i), k -> new ArrayList<>()).add(i));
        List<List<Integer>> whole = List.copyOf(members.values());
        int[] order = seeds.at("held out").permutation(whole.size());
        long wanted = share == 0 ? 0 : Math.max(1, Math.round(share * groups.size()));
        int held = 0;
        for (int g = 0; g < order.length - 1 && held < wanted; g++) {
            for (int row : whole.get(order[g])) {
                out[row] = true;
                held++;
            }
        }
        return out;
    }
}
