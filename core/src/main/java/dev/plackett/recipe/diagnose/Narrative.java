package dev.plackett.recipe.diagnose;

import dev.plackett.evaluate.did.Caution;
import dev.plackett.evaluate.did.DisplacementPanel;
import dev.plackett.evaluate.did.EntropyPanel;
import dev.plackett.evaluate.did.Forecast;
import dev.plackett.evaluate.did.MatchedKl;
import dev.plackett.evaluate.did.Mean;
import dev.plackett.evaluate.did.Movement;
import dev.plackett.evaluate.did.PowerLawPanel;
import dev.plackett.evaluate.did.ScoredPair;
import dev.plackett.evaluate.did.TokenDid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A diagnosis in plain words, topic by topic; the terminal and the page say the same. */
final class Narrative {

    /** What sentences are about. */
    enum Topic {
        VERDICT("In short"), CHANGE("What moved"), ORIGIN("Is that expected"), ENTROPY("How far, and how"), LAW("What the pairs encode"),
        FORECAST("Before training"), PAIRS("Which pairs"), CHECKPOINTS("Checkpoints"), ADVICE("What to do"), CAUTIONS("Mind");

        private final String title;

        Topic(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** Prompts below which bootstrap intervals are too narrow to be believed. */
    private static final int FEW_PROMPTS = 10;
    private static final int SHOWN = 3;

    private final Diagnosis d;

    private Narrative(Diagnosis diagnosis) {
        this.d = diagnosis;
    }

    /** Sentences about one topic; none where there is nothing to say. */
    static List<String> of(Diagnosis diagnosis, Topic topic) {
        Narrative n = new Narrative(diagnosis);
        return switch (topic) {
            case VERDICT -> n.verdict();
            case CHANGE -> n.change();
            case ORIGIN -> n.origin();
            case ENTROPY -> n.entropy();
            case LAW -> n.law();
            case FORECAST -> diagnosis.forecasts().stream().map(Forecast::text).toList();
            case PAIRS -> n.pairs();
            case CHECKPOINTS -> n.checkpoints();
            case ADVICE -> Advice.of(diagnosis);
            case CAUTIONS -> n.cautions();
        };
    }

    private List<String> verdict() {
        if (d.measured().unmoved()) {
            return List.of("Policy and reference say the same about every response: nothing was learnt, or the same model was given twice.");
        }
        if (d.change().isEmpty()) {
            return List.of("No policy was given: this is what can be known before training.");
        }
        List<String> out = new ArrayList<>();
        DisplacementPanel.Side side = Diagnosis.side(d.change().get());
        out.add(d.change().get().displacement().finding().text());
        out.add(String.format(Locale.ROOT, "%s pairs: chosen %s, rejected %s nats per response.",
            d.change().get().displacement().heldOut().isPresent() ? "Held-out" : "Training", show(side.chosen()), show(side.rejected())));
        if (Diagnosis.swapped(d.change().get())) {
            out.add("The policy moved towards the rejected responses and away from the chosen ones.");
        }
        return out;
    }

    private List<String> change() {
        List<String> out = new ArrayList<>();
        d.change().map(Diagnosis.Change::displacement).ifPresent(p -> {
            p.heldOut().ifPresent(s -> out.add(side("Held-out pairs", s)));
            p.train().ifPresent(s -> out.add(side("Training pairs", s)));
        });
        return out;
    }

    private static String side(String name, DisplacementPanel.Side s) {
        return String.format(Locale.ROOT, "%s (%d of %d prompts): chosen %s, rejected %s, margin %s nats per response; %.0f %% of the chosen fell, "
            + "%.0f %% of the pairs have the chosen response raised over the rejected one.", name, s.pairs(), s.chosen().prompts(), show(s.chosen()),
            show(s.rejected()), show(s.margin()), 100 * s.fell(), 100 * s.accuracy());
    }

    private List<String> origin() {
        List<String> out = new ArrayList<>();
        if (d.change().isEmpty() || d.origin().offPolicy()) {
            out.add(d.origin().text());
        } else {
            out.add(String.format(Locale.ROOT, "The chosen responses look like the reference's own (distance %.2f, p %.3f). Such responses must fall "
                + "along the line below, whatever the loss.", d.origin().distance(), d.origin().pValue()));
        }
        if (d.change().isPresent() && !d.measured().unmoved()) {
            DisplacementPanel p = d.change().get().displacement();
            out.add(String.format(Locale.ROOT, "The line -KL(reference || policy), from %d samples of the reference for each of %d prompts, is "
                + "at %s nats: so far the reference's own responses fell, by definition. The chosen %s responses lie %s nats from it.",
                d.request().drawing().samples(), p.line().prompts(), show(p.line()), p.heldOut().isPresent() ? "held-out" : "training",
                show(p.excess())));
            if (p.excess().above()) {
                out.add("Above the line: they were picked among better responses than the reference's usual ones, or are remembered from training.");
            }
            if (!Double.isNaN(p.memorised())) {
                out.add(String.format(Locale.ROOT, "Training pairs moved %+.2f nats beside held-out ones: memorisation.", p.memorised()));
            }
        }
        return out;
    }

    private List<String> entropy() {
        if (d.change().isEmpty() || d.measured().unmoved()) {
            return List.of();
        }
        Movement moved = d.change().get().movement();
        EntropyPanel e = d.change().get().entropy();
        List<String> out = new ArrayList<>();
        out.add(String.format(Locale.ROOT, "KL(policy || reference) %.3f ± %.3f, KL(reference || policy) %.3f ± %.3f, entropy of the "
            + "policy %+.3f ± %.3f nats against the reference's; responses of %.1f tokens against %.1f.", moved.forwardKl().mean(),
            moved.forwardKl().standardError(), moved.reverseKl().mean(), moved.reverseKl().standardError(), moved.entropyChange().mean(),
            moved.entropyChange().standardError(), moved.policyTokens(), moved.referenceTokens()));
        out.add(String.format(Locale.ROOT, "DID entropy %s = %.2f [%.2f, %.2f] nats over responses of at most %d tokens; %.0f %% of the prompts "
            + "unreliable%s. K-set entropy %.2f, %.0f %% of the most possible.", e.member().label(), e.mean().value(), e.mean().interval().low(),
            e.mean().interval().high(), d.measured().longest(), 100 * e.unreliableShare(),
            e.reliable().prompts() == 0 || e.unreliableShare() == 0 ? "" : String.format(Locale.ROOT, ", without them %.2f", e.reliable().value()),
            e.kSet().value(), 100 * e.kSetShare().value()));
        d.change().get().tokens().ifPresent(t -> out.add(tokens(t)));
        return out;
    }

    private static String tokens(TokenDid t) {
        return String.format(Locale.ROOT, "Token by token (%d positions of the policy's samples, union of both top-%.3f sets): DID entropy "
            + "%.2f nats, %.1f %% of the most possible; overlap index %+.4f, %s.", t.positions(), TokenDid.TOP_P, t.entropy(), 100 * t.share(),
            t.overlap(), t.overlap() > 0 ? "the update reinforces what the reference prefers" : t.overlap() < 0 ? "the update smooths" : "no update");
    }

    private List<String> law() {
        return d.law().map(l -> List.of(
            String.format(Locale.ROOT, "Power law over the pairs' responses: %s; over the reference's samples: %s. %s", fit(l.pairs()),
                fit(l.samples()), l.samples().reading().text()),
            String.format(Locale.ROOT, "Log-margins: %.0f %% of the pairs lie rejected model < reference < policy (%.0f %% and %.0f %% each "
                + "inequality by itself); pairs ordered otherwise belong to the data.", 100 * l.margins().ordered(), 100 * l.margins().first(),
                100 * l.margins().second()),
            String.format(Locale.ROOT, "At DPO's optimum beta times the margin is KL(chosen || rejected model) + KL(rejected || chosen model): "
                + "%.3f by these pairs; the policy is at %.3f.", l.jeffreys(), d.request().beta() * margin()))).orElse(List.of());
    }

    private static String fit(PowerLawPanel p) {
        return String.format(Locale.ROOT, "slope %.3f [%.3f, %.3f], R2 %.3f", p.slope(), p.interval().low(), p.interval().high(), p.r2());
    }

    private double margin() {
        return d.measured().policy().orElseThrow().pairs().stream().mapToDouble(ScoredPair::margin).average().orElseThrow();
    }

    private List<String> pairs() {
        List<String> out = new ArrayList<>();
        String top = String.join(", ",
            d.ches().top(SHOWN).stream().map(r -> Integer.toString(d.measured().table().rows().get(d.ranked()[r.index()]).line())).toList());
        out.add("Highest CHES (chosen and rejected look alike to the reference, so raising one over the other may lower both): lines " + top + ".");
        if (d.change().isPresent() && !d.measured().unmoved()) {
            out.add(String.format(Locale.ROOT, "Rank correlation of CHES with the fall of the chosen response: %+.2f [%+.2f, %+.2f] over %d pairs.",
                d.ches().spearman(), d.ches().interval().low(), d.ches().interval().high(), d.ches().ranking().size()));
        }
        return out;
    }

    private List<String> checkpoints() {
        if (d.series().isEmpty()) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        for (Diagnosis.Checkpoint c : d.series()) {
            DisplacementPanel.Side s = Diagnosis.side(c.change());
            out.add(String.format(Locale.ROOT, "%s: KL(policy || reference) %.3f, chosen %s, rejected %s, %s %.2f. %s",
                c.view().folder().getFileName(), c.change().movement().forwardKl().mean(), show(s.chosen()), show(s.rejected()),
                c.change().entropy().member().label(), c.change().entropy().mean().value(), c.change().displacement().finding().text()));
        }
        double kl = d.change().orElseThrow().movement().forwardKl().mean();
        Optional<MatchedKl.Checkpoint> at = series(d).at(kl);
        out.add(at.map(c -> String.format(Locale.ROOT, "Where they are as far from the reference as the policy, at KL %.3f: %s. The policy: %s.",
                kl, metrics(c.metrics()), metrics(metrics(d.change().get()))))
            .orElse(String.format(Locale.ROOT, "They do not pass the policy's KL of %.3f, so there is no equal distance to compare at.", kl)));
        return out;
    }

    /** The checkpoints as a series over KL. */
    static MatchedKl series(Diagnosis d) {
        List<MatchedKl.Checkpoint> all = new ArrayList<>();
        for (Diagnosis.Checkpoint c : d.series()) {
            all.add(new MatchedKl.Checkpoint(all.size() + 1, c.change().movement().forwardKl().mean(), metrics(c.change())));
        }
        return new MatchedKl(all);
    }

    private static Map<String, Double> metrics(Diagnosis.Change change) {
        DisplacementPanel.Side s = Diagnosis.side(change);
        return Map.of("chosen", s.chosen().value(), "rejected", s.rejected().value(), "margin", s.margin().value(), change.entropy().member().label(),
            change.entropy().mean().value());
    }

    private static String metrics(Map<String, Double> metrics) {
        return new TreeMap<>(metrics).entrySet().stream().map(e -> String.format(Locale.ROOT, "%s %.2f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    }

    private List<String> cautions() {
        if (d.measured().unmoved()) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        d.change().ifPresent(c -> {
            c.displacement().cautions().stream().map(Caution::text).forEach(out::add);
            c.entropy().cautions().stream().map(Caution::text).forEach(out::add);
        });
        int prompts = d.measured().table().prompts().size();
        if (prompts < FEW_PROMPTS) {
            out.add("There are " + prompts + " prompts: intervals over fewer than " + FEW_PROMPTS + " are too narrow to be believed.");
        }
        return out;
    }

    private static String show(Mean mean) {
        return String.format(Locale.ROOT, "%+.2f [%+.2f, %+.2f]", mean.value(), mean.interval().low(), mean.interval().high());
    }
}
