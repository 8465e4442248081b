package dev.plackett.robust;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a rule found out about the workers on its way to the update.
 *
 * @param quality   by row, in [0, 1]: Flag's share v of a worker's gradient that the subspace explains; empty where the rule has none
 * @param scores    by row, what the rule ranked or weighted workers by; the smaller the better, except for weights; empty where it has none
 * @param objective what an iteration minimises: before the first step and after each one; empty where there is none
 * @param numbers   whatever else, by name
 * @param warnings  settings or data for which the result may not be what was wanted
 */
public record Findings(double[] quality, double[] scores, double[] objective, Map<String, Double> numbers, List<String> warnings) {

    public Findings {
        numbers = java.util.Collections.unmodifiableMap(new TreeMap<>(numbers));
        warnings = List.copyOf(warnings);
    }

    /** None. */
    public static Findings none() {
        return new Findings(new double[0], new double[0], new double[0], Map.of(), List.of());
    }

    /** These scores. */
    public static Findings ofScores(double[] scores) {
        return new Findings(new double[0], scores, new double[0], Map.of(), List.of());
    }

    /** With one number more. */
    public Findings with(String name, double value) {
        Map<String, Double> all = new TreeMap<>(numbers);
        all.put(name, value);
        return new Findings(quality, scores, objective, all, warnings);
    }

    /** With one warning more. */
    public Findings warning(String text) {
        List<String> all = new ArrayList<>(warnings);
        all.add(text);
        return new Findings(quality, scores, objective, numbers, all);
    }

    /** With other values by row. */
    Findings byRow(double[] qualities, double[] otherScores) {
        return new Findings(qualities, otherScores, objective, numbers, warnings);
    }

    /** Steps of the iteration; 0 where there is none. */
    public int iterations() {
        return Math.max(0, objective.length - 1);
    }
}
