package dev.plackett.recipe.pairs;

import dev.plackett.data.file.DataFile;
import dev.plackett.evaluate.did.CandidateWeights;
import dev.plackett.event.Listener;
import dev.plackett.io.FormatException;
import dev.plackett.io.JsonLines;
import dev.plackett.judge.Contest;
import dev.plackett.judge.Judge;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Want;
import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RunContext;
import dev.plackett.report.ContentHash;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Scoring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The stages: candidates are read or sampled, scored by two models or by rewards, and become pairs; or both answers are drawn as the mode says. */
final class Making {

    private final PairsConfig config;
    private final RunContext context;
    private final Listener listener;
    private final Seeds seeds;
    private final Optional<Models> models;
    private final CandidateSource source;
    private final boolean sampled;
    private final ContentHash from;

    private Making(PairsConfig config, RunContext context, DataFile file, boolean sampled, Optional<Models> models) {
        this.config = config;
        this.context = context;
        this.listener = context.listener();
        this.seeds = Seeds.of(config.seed());
        this.models = models;
        this.sampled = sampled;
        this.source = new CandidateSource(config, file, models.map(Models::encoder), models.map(Models::shape));
        ContentHash hash = ContentHash.none().path("data", config.data(), context.digests()).text("mode", config.mode()).text("seed", config.seed());
        this.from = models.map(m -> m.hash(hash, context.digests())).orElse(hash);
    }

    static Conclusion run(PairsConfig config, RunContext context) throws Exception {
        DataFile file = DataFile.read(config.data(), new DataFile.Options(config.skipBadRows(), config.columns()));
        boolean sampled = CandidateSource.sampled(config, file);
        if (sampled && config.mode().scored() && !config.byTarget() && config.judge().isEmpty()) {
            throw new FormatException(config.data(), "", "holds " + file.schema() + "; mode '" + config.mode().label() + "' needs rows of prompt, candidates and"
                + " rewards, or who scores sampled answers: a judge" + (config.mode() == Mode.LABEL ? " or a target" : ""));
        }
        if (!sampled && !config.byTarget()) {
            return new Making(config, context, file, false, Optional.empty()).run();
        }
        try (Models models = Models.open(config, context.folder().path().resolve("inputs"), context.listener())) {
            context.folder().provenance("compute", models.compute().toString());
            return new Making(config, context, file, sampled, Optional.of(models)).run();
        }
    }


    private Conclusion run() throws Exception {
        Path made = config.mode().scored() ? scored() : independent();
        Path pairs = context.folder().path().resolve(PairWriter.FILE);
        context.folder().write(PairWriter.FILE, Files.readString(made.resolve(PairWriter.FILE)));
        return new Conclusion(PairsReport.of(config, context.folder().metrics(), JsonLines.read(pairs), pairs), List.of(), List.of(config.seed()))
            .result("pairs", pairs);
    }

    private Path scored() throws Exception {
        ContentHash drawing = from.text("drawing", List.of(config.samples(), config.temperature(), config.maxNewTokens()));
        Path folder = sampled ? sampling("candidates", drawing, () -> models.orElseThrow().openReference(), config.samples())
            : context.stage("candidates", 0, from, stage -> {
                List<String> bad = new ArrayList<>(source.file().skipped());
                source.copy(stage, bad);
                rows(bad);
            });
        List<CandidateSet> sets = CandidateSet.read(folder);
        ContentHash on = from.path("candidates", folder, context.digests());
        List<CandidateWeights> weights = config.byTarget() ? byTarget(sets, on) : byRewards(sets, on);
        return context.stage("pairs", 0, on.text("weights", List.of(config.betaValue(), config.ratio(), config.pairsPerPrompt())), stage ->
            writer().scored(sets, weights, seeds.at("pairs"), stage));
    }

    private List<CandidateWeights> byTarget(List<CandidateSet> sets, ContentHash on) throws Exception {
        List<double[]> target = scores("target", sets, on, models.orElseThrow()::openTarget);
        List<double[]> reference = scores("reference", sets, on, models.orElseThrow()::openReference);
        return each(sets, i -> CandidateWeights.ofTarget(target.get(i), reference.get(i), config.betaValue()));
    }

    private List<CandidateWeights> byRewards(List<CandidateSet> sets, ContentHash on) throws Exception {
        List<double[]> rewards = config.judge().isPresent() ? judged(config.judge().get(), sets, on) : sets.stream().map(CandidateSet::rewards).toList();
        return each(sets, i -> config.weights(rewards.get(i)));
    }

    /** Weights of each prompt; what is wrong with them is told with its line. */
    private List<CandidateWeights> each(List<CandidateSet> sets, Function<Integer, CandidateWeights> of) {
        List<CandidateWeights> out = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            try {
                out.add(of.apply(i));
            } catch (IllegalArgumentException e) {
                throw new FormatException(config.data(), "line " + sets.get(i).asked().line(), e.getMessage(), e);
            }
        }
        return out;
    }

    private List<double[]> scores(String name, List<CandidateSet> sets, ContentHash on, Supplier<CausalModel> open) throws Exception {
        return NumberShards.read(context.stage(name, 0, on, stage -> {
            try (Scope scope = Scope.open(); CausalModel model = open.get()) {
                CausalScorer scorer = new CausalScorer(model);
                NumberShards.compute(sets, part -> split(part, Scoring.all(scorer, part.stream().map(CandidateSet::batch).toList(), Want.SEQUENCES,
                    config.microBatchTokens(), stage.stop()).values()), stage, listener, name);
            }
        }));
    }

    private static List<double[]> split(List<CandidateSet> sets, double[] values) {
        List<double[]> out = new ArrayList<>();
        int at = 0;
        for (CandidateSet set : sets) {
            out.add(Arrays.copyOfRange(values, at, at + set.candidates().size()));
            at += set.candidates().size();
        }
        return out;
    }

    /** Rewards by a judge; a single candidate has nothing to be compared with. */
    private List<double[]> judged(String name, List<CandidateSet> sets, ContentHash on) throws Exception {
        ContentHash hash = on.text("judge", name + config.judgeOptions());
        ContentHash inputs = Files.isDirectory(Path.of(name)) ? hash.path("ranker", Path.of(name), context.digests()) : hash;
        return NumberShards.read(context.stage("judge", 0, inputs, stage -> {
            try (Judge judge = Judge.open(name, config.judgeOptions())) {
                NumberShards.compute(sets, part -> part.stream().map(set -> set.candidates().size() < 2 ? new double[set.candidates().size()]
                    : JudgeRewards.of(judge.judge(List.of(contest(set)), stage.stop()).get(0))).toList(), stage, listener, "judge");
            }
        }));
    }

    private static Contest contest(CandidateSet set) {
        return new Contest(set.asked().text(), set.candidates().stream().map(Candidate::text).toList());
    }

    private Path independent() throws Exception {
        Models m = models.orElseThrow();
        boolean contrastive = config.mode() == Mode.CONTRASTIVE;
        ContentHash drawing = from.text("drawing", List.of(config.pairsPerPrompt(), config.maxNewTokens(), config.betaValue()));
        Path chosen = sampling("chosen", drawing, contrastive ? m::openReference : m::openTarget, config.pairsPerPrompt());
        Path rejected = sampling("rejected", drawing, contrastive ? () -> m.openBoth(config.betaValue()) : m::openReference, config.pairsPerPrompt());
        ContentHash on = from.path("chosen", chosen, context.digests()).path("rejected", rejected, context.digests());
        return context.stage("pairs", 0, on, stage -> writer().independent(CandidateSet.read(chosen), CandidateSet.read(rejected), stage));
    }

    /** Answers sampled, each stage by streams of its own. */
    private Path sampling(String name, ContentHash inputs, Supplier<CausalModel> open, int samples) throws Exception {
        return context.stage(name, 0, inputs, stage -> {
            List<String> bad = new ArrayList<>(source.file().skipped());
            source.sample(open, samples, seeds.at(name), stage, listener, name, bad);
            rows(bad);
        });
    }

    private void rows(List<String> bad) {
        listener.metrics("rows", Map.of(), Map.of("bad", (double) bad.size()));
        if (!bad.isEmpty()) {
            listener.warn(bad.size() + " bad rows were passed over; the first: " + config.data() + ": " + bad.get(0));
        }
    }

    private PairWriter writer() {
        return new PairWriter(config, sampled ? models.map(Models::encoder) : Optional.empty(), listener);
    }
}
