package dev.plackett.recipe.pairs;

import dev.plackett.data.Row;
import dev.plackett.data.file.Content;
import dev.plackett.data.file.Item;
import dev.plackett.evaluate.did.CandidateWeights;
import dev.plackett.event.Listener;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.recipe.pairs.CandidateSet.Asked;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.RowEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes pairs as training reads them, and counts what a user should know of them. */
final class PairWriter {

    /** The pairs. */
    static final String FILE = "pairs.jsonl";
    /** A metric row per prompt: its candidates, its pairs, the effective sample size of its rejected ones. */
    static final String PROMPTS = "prompts";
    /** One metric row: counts of pairs. */
    static final String PAIRS = "pairs";

    private final PairsConfig config;
    private final Optional<RowEncoder> encoder;
    private final Listener listener;
    private final List<ObjectNode> rows = new ArrayList<>();
    private final Map<String, Double> counts = new TreeMap<>();

    /**
     * @param encoder reads texts again that were sampled here; empty where none was
     */
    PairWriter(PairsConfig config, Optional<RowEncoder> encoder, Listener listener) {
        this.config = config;
        this.encoder = encoder;
        this.listener = listener;
        List.of("pairs", "prompts", "refused", "right", "wrong", "tie", "same", "unfinished", "straddling", "retokenised").forEach(n -> counts.put(n, 0.0));
    }

    /** Pairs of candidates that have weights. */
    void scored(List<CandidateSet> sets, List<CandidateWeights> weights, Seeds seeds, Stage stage) {
        PairDraw draw = new PairDraw(config.mode(), config.pairsPerPrompt());
        for (int i = 0; i < sets.size(); i++) {
            CandidateSet set = sets.get(i);
            PairDraw.Outcome outcome = draw.draw(weights.get(i), seeds.at(i));
            if (outcome.refused().isPresent() && config.tooFew() == PairsConfig.TooFew.ERROR) {
                throw new FormatException(config.data(), "line " + set.asked().line(), outcome.refused().get() + "; too_few=skip passes over such prompts");
            }
            prompt(set.asked(), set.candidates().size(), outcome);
            for (PairDraw.Pick pick : outcome.picks()) {
                ObjectNode row = pair(set.asked(), set.candidates().get(pick.chosen()), set.candidates().get(pick.rejected()));
                outcome.ess().ifPresent(ess -> row.put("ess", ess));
                row.put("margin", pick.margin());
                count(pick.margin() > 0 ? "right" : pick.margin() < 0 ? "wrong" : "tie");
            }
        }
        write(stage);
    }

    /** Pairs of answers that were drawn as they are: the i-th chosen one beside the i-th rejected one. */
    void independent(List<CandidateSet> chosen, List<CandidateSet> rejected, Stage stage) {
        for (int i = 0; i < chosen.size(); i++) {
            Asked asked = chosen.get(i).asked();
            int pairs = chosen.get(i).candidates().size();
            listener.metrics(PROMPTS, Map.of("line", asked.line()), Map.of("candidates", 2.0 * pairs, "pairs", (double) pairs, "refused", 0.0));
            count("prompts");
            for (int j = 0; j < pairs; j++) {
                pair(asked, chosen.get(i).candidates().get(j), rejected.get(i).candidates().get(j));
            }
        }
        write(stage);
    }

    private void prompt(Asked asked, int candidates, PairDraw.Outcome outcome) {
        Map<String, Double> values = new TreeMap<>(Map.of("candidates", (double) candidates, "pairs", (double) outcome.picks().size(),
            "refused", outcome.refused().isPresent() ? 1.0 : 0.0));
        outcome.ess().ifPresent(ess -> values.put("ess", ess));
        listener.metrics(PROMPTS, Map.of("line", asked.line()), values);
        count("prompts");
        if (outcome.refused().isPresent()) {
            if (counts.get("refused") == 0) {
                listener.warn("a prompt was passed over, " + config.data() + ": line " + asked.line() + ": " + outcome.refused().get());
            }
            count("refused");
        }
    }

    private ObjectNode pair(Asked asked, Candidate chosen, Candidate rejected) {
        ObjectNode row = Json.object();
        row.set("prompt", asked.content());
        row.set("chosen", chosen.content());
        row.set("rejected", rejected.content());
        rows.add(row.put("line", asked.line()));
        count("pairs");
        if (chosen.content().equals(rejected.content())) {
            count("same");
        }
        if (!chosen.stopped() || !rejected.stopped()) {
            count("unfinished");
        }
        encoder.ifPresent(e -> again(e, asked, chosen, rejected));
        return row;
    }

    /** Reads a sampled pair as training will: its tokens should be those that were drawn. */
    private void again(RowEncoder reader, Asked asked, Candidate chosen, Candidate rejected) {
        try {
            Item.Origin origin = new Item.Origin(FILE, rows.size(), Json.object());
            Row row = reader.encode(new Item.Preference(origin, content(asked.content()), content(chosen.content()), content(rejected.content()))).row();
            if (!Arrays.equals(row.prefix(), asked.ids()) || !read(row.branches().get(0).ids(), chosen) || !read(row.branches().get(1).ids(), rejected)) {
                count("retokenised");
            }
        } catch (IllegalArgumentException e) {
            count("straddling");
        }
    }

    /** Whether these are an answer's tokens; one that was cut off is read as if it had ended. */
    private static boolean read(int[] ids, Candidate answer) {
        int n = answer.ids().length;
        return ids.length >= n && Arrays.equals(ids, 0, n, answer.ids(), 0, n) && ids.length <= n + (answer.stopped() ? 0 : 1);
    }

    /** What a column of a pair holds. */
    static Content content(JsonNode node) {
        return node instanceof ArrayNode messages ? new Content.Messages(messages) : new Content.Text(node.stringValue());
    }

    private void write(Stage stage) {
        if (rows.isEmpty()) {
            throw new FormatException(config.data(), "", "not one of " + counts.get("prompts").intValue() + " prompts has enough effective candidates:"
                + " draw more per prompt (samples), or take a smaller beta; of rewards only beta/reward_temperature counts");
        }
        JsonLines.write(stage.file(FILE), rows.stream());
        listener.metrics(PAIRS, Map.of("mode", config.mode().label()), counts);
        if (counts.get("straddling") > 0) {
            listener.warn(counts.get("straddling").intValue() + " pairs have a token across the end of the prompt: train with --set straddle=to-completion");
        }
    }

    private void count(String name) {
        counts.merge(name, 1.0, Double::sum);
    }
}
