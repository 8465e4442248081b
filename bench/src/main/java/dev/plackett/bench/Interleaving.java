package dev.plackett.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Steps several servers in turn (A B C A B C …), so that a ratio holds on a machine whose speed drifts; with competing busy loops, the levels of
 * competition take turns inside each round too.
 *
 * @param rounds counted rounds
 * @param warmUp rounds before them
 * @param busy   numbers of busy loops that compete, 0 first
 */
record Interleaving(int rounds, int warmUp, List<Integer> busy) {

    /** A server's steps: by number of busy loops, in order. */
    record Series(String name, Map<Integer, List<StepProcess.Timing>> steps, long peakMegabytes) {

        double median(int busyLoops) {
            return middle(walls(busyLoops));
        }

        double cpu(int busyLoops) {
            return middle(sorted(busyLoops, StepProcess.Timing::cpu));
        }

        private static double middle(double[] sorted) {
            int half = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
        }

        double min(int busyLoops) {
            return walls(busyLoops)[0];
        }

        double max(int busyLoops) {
            return walls(busyLoops)[steps.get(busyLoops).size() - 1];
        }

        private double[] walls(int busyLoops) {
            return sorted(busyLoops, StepProcess.Timing::wall);
        }

        private double[] sorted(int busyLoops, ToDoubleFunction<StepProcess.Timing> part) {
            return steps.get(busyLoops).stream().mapToDouble(part).sorted().toArray();
        }
    }

    /** Runs servers that are ready, to their end. */
    List<Series> run(List<StepProcess> servers) {
        List<Map<Integer, List<StepProcess.Timing>>> steps = new ArrayList<>();
        servers.forEach(s -> steps.add(new LinkedHashMap<>()));
        for (int round = 0; round < warmUp + rounds; round++) {
            for (int level : busy) {
                try (BusyLoops loops = BusyLoops.start(level)) {
                    for (int s = 0; s < servers.size(); s++) {
                        StepProcess.Timing timing = servers.get(s).step();
                        if (round >= warmUp) {
                            steps.get(s).computeIfAbsent(level, l -> new ArrayList<>()).add(timing);
                        }
                    }
                }
            }
        }
        List<Series> out = new ArrayList<>();
        for (int s = 0; s < servers.size(); s++) {
            out.add(new Series(servers.get(s).name(), steps.get(s), servers.get(s).finish()));
        }
        return out;
    }
}
