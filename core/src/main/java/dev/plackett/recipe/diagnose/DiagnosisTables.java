package dev.plackett.recipe.diagnose;

import dev.plackett.evaluate.did.Ches;
import dev.plackett.evaluate.did.EntropyEstimate;
import dev.plackett.evaluate.did.EntropyPanel;
import dev.plackett.evaluate.did.PromptSamples;
import dev.plackett.evaluate.did.SampleSet;
import dev.plackett.evaluate.did.Scored;
import dev.plackett.evaluate.did.ScoredPair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers behind a diagnosis, as comma-separated values with a heading; what is not there is empty. */
final class DiagnosisTables {

    private DiagnosisTables() {}

    static void write(Diagnosis d, Path out) throws IOException {
        Files.write(out.resolve("pairs.csv"), pairs(d));
        Files.write(out.resolve("samples.csv"), samples(d));
        Path prompts = out.resolve("prompts.csv");
        if (d.change().isPresent()) {
            Files.write(prompts, prompts(d.change().get().entropy()));
        } else {
            Files.deleteIfExists(prompts);
        }
    }

    private static List<String> pairs(Diagnosis d) {
        Map<Integer, Ches.Ranked> ches = new HashMap<>();
        d.ches().ranking().forEach(r -> ches.put(d.ranked()[r.index()], r));
        List<String> lines = new ArrayList<>(List.of("split,line,prompt,chosen_tokens,chosen_logp_policy,chosen_logp_ref,chosen_logp_w,"
            + "chosen_logp_l,rejected_tokens,rejected_logp_policy,rejected_logp_ref,rejected_logp_w,rejected_logp_l,ches,ches_normalised"));
        List<PairRow> rows = d.measured().table().rows();
        List<ScoredPair> scored = d.measured().policy().orElse(d.measured().reference()).pairs();
        for (int i = 0; i < rows.size(); i++) {
            Ches.Ranked rank = ches.get(i);
            lines.add(line(rows.get(i).heldOut() ? "held_out" : "train", rows.get(i).line(), rows.get(i).prompt(), answer(d, scored.get(i).chosen()),
                answer(d, scored.get(i).rejected()), rank == null ? "" : rank.score(), rank == null ? "" : rank.normalised()));
        }
        return lines;
    }

    private static List<String> samples(Diagnosis d) {
        List<String> lines = new ArrayList<>(List.of("proposal,prompt,sample,tokens,logp_policy,logp_ref,logp_w,logp_l"));
        PolicyView view = d.measured().policy().orElse(d.measured().reference());
        List<SampleSet> sets = d.measured().policy().isPresent() ? List.of(view.own(), view.reference()) : List.of(view.reference());
        for (SampleSet set : sets) {
            for (PromptSamples prompt : set.prompts()) {
                for (int k = 0; k < prompt.samples().size(); k++) {
                    lines.add(line(set.proposal().label(), prompt.prompt(), k, answer(d, prompt.samples().get(k))));
                }
            }
        }
        return lines;
    }

    private static List<String> prompts(EntropyPanel panel) {
        List<String> lines = new ArrayList<>(List.of("prompt,estimator,entropy,jackknife,jackknife_se,ess,max_weight,reliable"));
        for (int i = 0; i < panel.prompts().size(); i++) {
            EntropyEstimate e = panel.estimates().get(i);
            lines.add(line(panel.prompts().get(i), panel.member().label(), e.value(), e.jackknife(), e.jackknifeError(), e.ess(),
                e.maxWeight(), e.reliable()));
        }
        return lines;
    }

    private static Object[] answer(Diagnosis d, Scored s) {
        return new Object[] {s.tokens(), d.measured().policy().isPresent() ? s.policy() : "", s.reference(), s.chosenModel(), s.rejectedModel()};
    }

    private static String line(Object... cells) {
        return Stream.of(cells).flatMap(c -> c instanceof Object[] some ? Stream.of(some) : Stream.of(c)).map(DiagnosisTables::cell)
            .collect(Collectors.joining(","));
    }

    private static String cell(Object value) {
        String text = value instanceof Double d && d.isNaN() ? "" : value.toString();
        return text.matches("[^\",\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
