package dev.plackett.evaluate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Who was ever preferred to whom. The Bradley–Terry likelihood, and DPO's on finite data, has a finite maximum exactly where every answer is reached from
 * every other by a chain of wins (Ford 1957).
 *
 * @param wins {@code wins[a][b]} above 0 where a was preferred to b at least once (a count, a mass, a probability), {@code [n, n]}
 */
public record ComparisonGraph(double[][] wins) {

    public ComparisonGraph {
        for (int i = 0; i < wins.length; i++) {
            if (wins[i].length != wins.length) {
                throw new IllegalArgumentException("row " + i + " of the comparisons has " + wins[i].length + " entries, expected " + wins.length);
            }
        }
    }

    /** Whether a chain of wins leads from every answer to every other. */
    public boolean stronglyConnected() {
        return wins.length == 0 || reached(0, true, false).cardinality() == wins.length && reached(0, false, true).cardinality() == wins.length;
    }

    /** Whether comparisons, whoever won them, link every answer to every other. */
    public boolean connected() {
        return wins.length == 0 || reached(0, true, true).cardinality() == wins.length;
    }

    /** The strongly connected components, each as its answers in rising order: the optimum is finite within each of them, not across. */
    public List<int[]> components() {
        BitSet placed = new BitSet();
        List<int[]> out = new ArrayList<>();
        for (int i = 0; i < wins.length; i++) {
            if (!placed.get(i)) {
                BitSet both = reached(i, true, false);
                both.and(reached(i, false, true));
                placed.or(both);
                out.add(both.stream().toArray());
            }
        }
        return List.copyOf(out);
    }

    private BitSet reached(int from, boolean byWins, boolean byLosses) {
        BitSet seen = new BitSet();
        Deque<Integer> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            int i = next.pop();
            if (!seen.get(i)) {
                seen.set(i);
                IntStream.range(0, wins.length).filter(j -> byWins && wins[i][j] > 0 || byLosses && wins[j][i] > 0).forEach(next::push);
            }
        }
        return seen;
    }
}
