package dev.plackett.recipe.did.real;

import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.Estimate;
import dev.plackett.evaluate.WinRate;
import dev.plackett.evaluate.did.DisplacementPanel;
import dev.plackett.evaluate.did.EntropyPanel;
import dev.plackett.evaluate.did.MarginPanel;
import dev.plackett.evaluate.did.Member;
import dev.plackett.evaluate.did.Movement;
import dev.plackett.evaluate.did.OnPolicyness;
import dev.plackett.evaluate.did.PowerLawPanel;
import dev.plackett.evaluate.did.PromptSamples;
import dev.plackett.evaluate.did.Proposal;
import dev.plackett.evaluate.did.SampleSet;
import dev.plackett.evaluate.did.Scored;
import dev.plackett.evaluate.did.ScoredPair;
import dev.plackett.evaluate.did.TokenDid;
import dev.plackett.judge.Contest;
import dev.plackett.judge.Judge;
import dev.plackett.judge.WinProbability;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalProbe;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is measured of a policy: all numbers of specification 7, R10, on prompts that nothing trained on.
 *
 * @param config    sizes
 * @param words     prompts and questions
 * @param seen      answers with what the fixed models say of them
 * @param reference the reference
 * @param tokenizer its tokenizer
 * @param judge     the one that did not choose the training pairs
 * @param seed      of samples and intervals
 */
record RealEvaluation(RealConfig config, Words words, List<RealRow> seen, CausalModel reference, Tokenizer tokenizer, Judge judge, long seed) {

    private static final int RESAMPLES = 1000;
    /** Answers per prompt that meet the reference's. */
    private static final int JUDGED = 4;
    /** Training pairs that are looked at. */
    private static final int TRAINING = 80;

    /** The answers that are scored under every policy. */
    static List<RealRow> looked(List<RealRow> all) {
        return Stream.concat(all.stream().filter(r -> r.part() == RealRow.Part.TRAIN).limit(TRAINING),
            all.stream().filter(r -> r.part() != RealRow.Part.TRAIN)).toList();
    }

    static Seeds samples(long seed) {
        return Seeds.of(seed).at("real").at("samples");
    }

    Map<String, Double> of(CausalModel policy) {
        double[] now = Asked.score(policy, seen.stream().map(RealRow::row).toList());
        List<ScoredPair> train = pairs(RealRow.Part.TRAIN, now);
        List<ScoredPair> heldOut = pairs(RealRow.Part.HELD_OUT, now);
        SampleSet others = new SampleSet(Proposal.reference(), samples(now));
        List<Row> drawn = Asked.sample(policy, tokenizer, words.evaluation(), config.samples(), samples(seed));
        SampleSet own = new SampleSet(Proposal.policy(), own(policy, drawn));
        Bootstrap bootstrap = new Bootstrap(RESAMPLES, 0.95, seed);
        Map<String, Double> values = new LinkedHashMap<>();
        entropy(values, own, others, bootstrap);
        tokens(values, policy, drawn);
        displacement(values, train, heldOut, others, bootstrap);
        PowerLawPanel law = PowerLawPanel.of(heldOut, bootstrap);
        PowerLawPanel sampled = PowerLawPanel.of(others, bootstrap);
        if (law.reading() != PowerLawPanel.Reading.NO_TARGET) {
            values.put("slope", law.slope());
            values.put("r2", law.r2());
            values.put("slope_samples", sampled.slope());
            values.put("r2_samples", sampled.r2());
            values.put("ordered", MarginPanel.of(heldOut, config.beta()).ordered());
        }
        put(values, "win", wins(drawn));
        double[][] answered = words.answered(Asked.score(policy, words.questions()));
        put(values, "knowledge", Estimate.of(answered[0]));
        put(values, "definition", Estimate.of(answered[1]));
        return values;
    }

    private static void entropy(Map<String, Double> values, SampleSet own, SampleSet others, Bootstrap bootstrap) {
        Movement movement = Movement.of(own, others);
        EntropyPanel panel = EntropyPanel.of(own, Member.Ratio.SUMMED, movement, bootstrap);
        put(values, "kl", movement.forwardKl());
        put(values, "reverse_kl", movement.reverseKl());
        put(values, "entropy_change", movement.entropyChange());
        values.put("tokens", movement.policyTokens());
        values.put("reference_tokens", movement.referenceTokens());
        values.put("did_entropy", panel.mean().value());
        values.put("did_entropy_low", panel.mean().interval().low());
        values.put("did_entropy_high", panel.mean().interval().high());
        values.put("did_entropy_matched", panel.lengthMatched().value());
        values.put("unreliable", panel.unreliableShare());
        values.put("k_set", panel.kSet().value());
        values.put("k_set_share", panel.kSetShare().value());
    }

    /** Along each prompt's first sample. */
    private void tokens(Map<String, Double> values, CausalModel policy, List<Row> drawn) {
        List<TokenDid.Position> positions = new ArrayList<>();
        for (Row row : drawn) {
            TokenBatch first = TokenBatch.of(new Row(row.prefix(), row.branches().subList(0, 1)));
            float[][] p = new CausalProbe(policy).logProbabilities(first);
            float[][] r = new CausalProbe(reference).logProbabilities(first);
            IntStream.range(0, p.length).forEach(i -> positions.add(TokenDid.at(doubles(p[i]), doubles(r[i]), TokenDid.TOP_P)));
        }
        TokenDid did = TokenDid.of(positions);
        values.put("token_did", did.share());
        values.put("token_overlap", did.overlap());
    }

    private void displacement(Map<String, Double> values, List<ScoredPair> train, List<ScoredPair> heldOut, SampleSet others, Bootstrap bootstrap) {
        OnPolicyness origin = OnPolicyness.of(heldOut, others, seed);
        DisplacementPanel panel = DisplacementPanel.of(train, heldOut, others, origin.offPolicy(), config.beta(), bootstrap);
        values.put("train/chosen", panel.train().orElseThrow().chosen().value());
        values.put("train/rejected", panel.train().orElseThrow().rejected().value());
        values.put("held_out/chosen", panel.heldOut().orElseThrow().chosen().value());
        values.put("held_out/rejected", panel.heldOut().orElseThrow().rejected().value());
        values.put("accuracy", panel.heldOut().orElseThrow().accuracy());
        values.put("line", panel.line().value());
        values.put("excess", panel.excess().value());
        values.put("excess_low", panel.excess().interval().low());
        values.put("excess_high", panel.excess().interval().high());
        values.put("origin/distance", origin.distance());
        values.put("origin/p", origin.pValue());
        values.put("origin/off_policy", origin.offPolicy() ? 1.0 : 0.0);
    }

    /** Against the reference's own samples, sample by sample. */
    private Estimate wins(List<Row> drawn) {
        List<Row> base = seen.stream().filter(r -> r.part() == RealRow.Part.SAMPLES).map(RealRow::row).toList();
        int k = Math.min(JUDGED, config.samples());
        List<Contest> contests = new ArrayList<>();
        for (int p = 0; p < drawn.size(); p++) {
            List<String> ours = Asked.texts(drawn.get(p), tokenizer);
            List<String> theirs = Asked.texts(base.get(p), tokenizer);
            for (int i = 0; i < k; i++) {
                contests.add(new Contest(words.evaluation().get(p).text(), List.of(ours.get(i), theirs.get(i))));
            }
        }
        return WinRate.of(judge.judge(contests), k, WinProbability.AVERAGE).soft();
    }

    private List<ScoredPair> pairs(RealRow.Part part, double[] now) {
        List<ScoredPair> out = new ArrayList<>();
        each(now, (row, mine) -> {
            if (row.part() == part) {
                out.add(row.pair(mine));
            }
        });
        return out;
    }

    private List<PromptSamples> samples(double[] now) {
        List<PromptSamples> out = new ArrayList<>();
        each(now, (row, mine) -> {
            if (row.part() == RealRow.Part.SAMPLES) {
                out.add(row.samples(mine));
            }
        });
        return out;
    }

    private void each(double[] now, BiConsumer<RealRow, double[]> what) {
        int at = 0;
        for (RealRow row : seen) {
            int n = row.row().branches().size();
            what.accept(row, Arrays.copyOfRange(now, at, at + n));
            at += n;
        }
    }

    private List<PromptSamples> own(CausalModel policy, List<Row> drawn) {
        double[] now = Asked.score(policy, drawn);
        double[] before = Asked.score(reference, drawn);
        List<PromptSamples> out = new ArrayList<>();
        int at = 0;
        for (int p = 0; p < drawn.size(); p++) {
            Row row = drawn.get(p);
            int from = at;
            out.add(new PromptSamples(words.evaluation().get(p).text(), IntStream.range(0, row.branches().size())
                .mapToObj(i -> Scored.of(now[from + i], before[from + i], row.branches().get(i).scoredLength())).toList()));
            at += row.branches().size();
        }
        return out;
    }

    private static void put(Map<String, Double> values, String name, Estimate estimate) {
        values.put(name, estimate.mean());
        values.put(name + "_se", estimate.standardError());
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
