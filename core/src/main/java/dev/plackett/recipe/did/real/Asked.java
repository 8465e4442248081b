package dev.plackett.recipe.did.real;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Continuation;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.judge.Contest;
import dev.plackett.judge.Judge;
import dev.plackett.judge.PairSelection;
import dev.plackett.judge.Ranking;
import dev.plackett.judge.WinProbability;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Want;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Scoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What models and judges are asked. */
final class Asked {

    private static final int CONCURRENT = 500;
    private static final int LONGEST = 48;
    private static final long TOKENS = 8000;

    private Asked() {}

    /** Samples at temperature 1, a row per prompt. */
    static List<Row> sample(CausalModel model, Tokenizer tokenizer, List<Words.Task> tasks, int k, Seeds seeds) {
        Sampling sampling = Sampling.at(1, LONGEST, Arrays.stream(tokenizer.stops()).boxed().collect(Collectors.toSet()));
        List<Continuation> all = new CausalGenerator(model, CONCURRENT)
            .generate(Prompt.of(tasks.stream().map(Words.Task::ids).toList()), k, sampling, seeds, n -> { });
        return IntStream.range(0, tasks.size())
            .mapToObj(p -> new Row(tasks.get(p).ids(), all.subList(p * k, (p + 1) * k).stream().map(c -> Branch.of(c.ids())).toList())).toList();
    }

    /** Log-likelihoods, answer by answer. */
    static double[] score(CausalModel model, List<Row> rows) {
        return Scoring.all(new CausalScorer(model), rows.stream().map(TokenBatch::of).toList(), Want.SEQUENCES, TOKENS).values();
    }

    /** Best and worst of each prompt's answers in a judge's eyes; prompts whose answers it cannot tell apart are left out. */
    static List<RealRow> pairs(RealRow.Part part, Judge judge, Tokenizer tokenizer, List<Words.Task> tasks, List<Row> answers) {
        List<List<String>> texts = answers.stream().map(row -> texts(row, tokenizer)).toList();
        List<Contest> contests = IntStream.range(0, tasks.size()).mapToObj(p -> new Contest(tasks.get(p).text(), texts.get(p))).toList();
        List<Ranking> rankings = judge.judge(contests).stream().map(v -> Ranking.of(v, WinProbability.AVERAGE, Ranking.Selection.SCORE)).toList();
        List<RealRow> out = new ArrayList<>();
        for (int p : PairSelection.of(texts, rankings, PairSelection.Ties.SKIP).kept()) {
            Ranking r = rankings.get(p);
            List<Branch> branches = answers.get(p).branches();
            out.add(RealRow.of(part, tasks.get(p).text(), new Row(tasks.get(p).ids(), List.of(branches.get(r.chosen()), branches.get(r.rejected()))),
                new double[] {r.winRate()[r.chosen()], r.winRate()[r.rejected()]}));
        }
        return out;
    }

    /** The answers of a row as a judge reads them. */
    static List<String> texts(Row row, Tokenizer tokenizer) {
        return row.branches().stream().map(b -> tokenizer.decode(b.ids())).toList();
    }
}
