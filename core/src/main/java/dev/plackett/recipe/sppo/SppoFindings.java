package dev.plackett.recipe.sppo;

import dev.plackett.report.Claim;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a run says of SPPO, computed from metrics.jsonl alone (SPPO specification 9, criteria 1 to 3).
 *
 * @param judge  whose verdicts decide: "held_out", or "judge" where there is no second one
 * @param claims the claims
 */
record SppoFindings(String judge, List<Claim> claims) {

    /** On which pairs the chosen log-ratio is read, and by how much SPPO's should exceed DPO's: the prototype's half nat, or its sign. */
    private enum Pairs {
        TRAINING("training pairs", "more than half a nat ", 0.5, "log_ratio/chosen") {
            @Override
            MetricRow of(MetricTable metrics, MetricRow evaluated) {
                List<MetricRow> rows = metrics.series("training").where("seed", evaluated.number("seed")).where("arm", evaluated.text("arm"))
                    .where("round", evaluated.number("round")).rows();
                return rows.get(rows.size() - 1);
            }
        },
        FRESH("fresh pairs", "", 0, "fresh/chosen") {
            @Override
            MetricRow of(MetricTable metrics, MetricRow evaluated) {
                return evaluated;
            }
        };

        private final String words;
        private final String margin;
        private final double threshold;
        private final String metric;

        Pairs(String words, String margin, double threshold, String metric) {
            this.words = words;
            this.margin = margin;
            this.threshold = threshold;
            this.metric = metric;
        }

        /** The row that holds the metric of an evaluated round. */
        abstract MetricRow of(MetricTable metrics, MetricRow evaluated);
    }

    /** Half the width of what counts as the same win rate. */
    private static final double MATCH = 0.03;
    private static final double STRONG = 0.78;

    static SppoFindings of(SppoConfig config, MetricTable metrics) {
        String judge = metrics.having("win_base/held_out").rows().isEmpty() ? "judge" : "held_out";
        List<Claim> claims = new ArrayList<>();
        for (SppoConfig.Arm arm : config.arms()) {
            if (arm.sppo()) {
                separation(metrics, arm.name(), claims);
            }
        }
        String first = config.arms().get(0).name();
        rising(config, metrics, judge, first, claims);
        for (SppoConfig.Arm arm : config.arms()) {
            if (config.arms().get(0).sppo() && !arm.sppo()) {
                for (Pairs pairs : Pairs.values()) {
                    claims.add(matched(config, metrics, judge, first, arm, pairs));
                }
            }
        }
        return new SppoFindings(judge, claims);
    }

    /** Criterion 1, on training and on fresh pairs. */
    private static void separation(MetricTable metrics, String arm, List<Claim> claims) {
        MetricTable trained = metrics.series("training").where("arm", arm);
        claims.add(least(trained, "log_ratio/chosen", arm + ": on the training pairs the chosen log-likelihood rises, in every round", "series=training, arm=" + arm));
        claims.add(largest(trained, "log_ratio/rejected", arm + ": on the training pairs the rejected log-likelihood falls, in every round",
            "series=training, arm=" + arm));
        MetricTable fresh = metrics.series("evaluation").where("arm", arm).having("fresh/chosen");
        claims.add(least(fresh, "fresh/chosen", arm + ": on fresh pairs too the chosen log-likelihood rises, in every round", "series=evaluation, arm=" + arm));
        claims.add(largest(fresh, "fresh/rejected", arm + ": on fresh pairs the rejected log-likelihood falls, in every round", "series=evaluation, arm=" + arm));
    }

    private static Claim least(MetricTable rows, String metric, String claim, String where) {
        return rows.rows().stream().min(Comparator.comparingDouble(r -> r.number(metric)))
            .map(r -> Claim.above("sppo", claim, r.number(metric), Claim.Interval.normal(r.number(metric), r.number(metric + "_se")), 0,
                "least " + metric + " over rows " + where)).orElseGet(() -> Claim.notMeasured("sppo", claim, 0, "no pairs"));
    }

    private static Claim largest(MetricTable rows, String metric, String claim, String where) {
        return rows.rows().stream().max(Comparator.comparingDouble(r -> r.number(metric)))
            .map(r -> Claim.below("sppo", claim, r.number(metric), Claim.Interval.normal(r.number(metric), r.number(metric + "_se")), 0,
                "largest " + metric + " over rows " + where)).orElseGet(() -> Claim.notMeasured("sppo", claim, 0, "no pairs"));
    }

    /** Criterion 2. */
    private static void rising(SppoConfig config, MetricTable metrics, String judge, String arm, List<Claim> claims) {
        double leastStep = Double.POSITIVE_INFINITY;
        double leastStepError = 0;
        MetricRow leastAgainst = null;
        for (long seed : config.seeds()) {
            double before = 0.5;
            double beforeError = 0;
            for (MetricRow row : metrics.series("evaluation").where("arm", arm).where("seed", seed).rows()) {
                double now = row.number("win_base/" + judge);
                double error = row.number("win_base/" + judge + "_se");
                if (now - before < leastStep) {
                    leastStep = now - before;
                    leastStepError = Math.hypot(error, beforeError);
                }
                before = now;
                beforeError = error;
                if (leastAgainst == null || row.number("win_previous/" + judge) < leastAgainst.number("win_previous/" + judge)) {
                    leastAgainst = row;
                }
            }
        }
        claims.add(Claim.above("sppo", "the win rate over the base rises in every round, by the judge '" + judge + "'", leastStep,
            Claim.Interval.normal(leastStep, leastStepError), 0, "least difference of win_base/" + judge
                + " between rounds (round 0: one half) with both standard errors, rows series=evaluation, arm=" + arm));
        double against = leastAgainst == null ? Double.NaN : leastAgainst.number("win_previous/" + judge);
        claims.add(Claim.above("sppo", "every round beats the one before with more than .55, by the judge '" + judge + "'", against,
            leastAgainst == null ? null : Claim.Interval.normal(against, leastAgainst.number("win_previous/" + judge + "_se")), 0.55,
            "least win_previous/" + judge + " over rows series=evaluation, arm=" + arm));
    }

    /** Criterion 3: a(SPPO) − a(DPO) at equal win rate. */
    private static Claim matched(SppoConfig config, MetricTable metrics, String judge, String first, SppoConfig.Arm dpo, Pairs pairs) {
        Difference least = null;
        StringBuilder where = new StringBuilder();
        for (long seed : config.seeds()) {
            List<MetricRow> ours = metrics.series("evaluation").where("seed", seed).where("arm", first).rows();
            List<MetricRow> theirs = metrics.series("evaluation").where("seed", seed).where("arm", dpo.name()).rows();
            Match match = match(ours, theirs, "win_base/" + judge);
            if (match != null) {
                Difference d = difference(pairs.of(metrics, match.ours()), pairs.of(metrics, match.theirs()), pairs.metric);
                least = least == null || d.value() < least.value() ? d : least;
                where.append(String.format(java.util.Locale.ROOT, "; seed %d: rounds %s and %s at %.3f and %.3f", seed, match.ours().text("round"),
                    match.theirs().text("round"), match.ours().number("win_base/" + judge), match.theirs().number("win_base/" + judge)));
            }
        }
        String claim = "at equal win rate SPPO keeps the chosen log-ratio of " + pairs.words + " " + pairs.margin + "above " + dpo.name() + "'s";
        if (least == null) {
            return Claim.notMeasured("sppo", claim, pairs.threshold, "no rounds of " + first + " and " + dpo.name() + " with win rates within " + MATCH);
        }
        return Claim.above("sppo", claim, least.value(), Claim.Interval.normal(least.value(), least.error()), pairs.threshold,
            "least difference of " + pairs.metric + where);
    }

    /** Of two independent means. */
    private record Difference(double value, double error) {}

    private static Difference difference(MetricRow a, MetricRow b, String metric) {
        return new Difference(a.number(metric) - b.number(metric), Math.hypot(a.number(metric + "_se"), b.number(metric + "_se")));
    }

    private record Match(MetricRow ours, MetricRow theirs) {}

    /** The pair of rounds with win rates within the match: the first at or above .78 where there is one, else the highest both reach. */
    private static Match match(List<MetricRow> ours, List<MetricRow> theirs, String win) {
        Match best = null;
        double at = Double.NEGATIVE_INFINITY;
        for (MetricRow a : ours) {
            for (MetricRow b : theirs) {
                double low = Math.min(a.number(win), b.number(win));
                boolean close = Math.abs(a.number(win) - b.number(win)) <= MATCH;
                boolean better = at >= STRONG ? low >= STRONG && low < at : low > at;
                if (close && better) {
                    best = new Match(a, b);
                    at = low;
                }
            }
        }
        return best;
    }
}
