package dev.plackett.recipe.sppo;

import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.evaluate.TextStatistics;
import dev.plackett.io.FormatException;
import dev.plackett.judge.Judge;
import dev.plackett.model.CausalModel;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.text.ChatTemplate;
import dev.plackett.text.Tokenizer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a self-play run starts from.
 *
 * @param base       folder of the base policy
 * @param tokenizer  its tokenizer
 * @param training   prompts for the rounds, {@code promptsPerRound} each
 * @param fresh      prompts for fresh pairs
 * @param evaluation prompts of the evaluation
 * @param judge      judges during training
 * @param heldOut    judges the evaluation beside it
 * @param vocabulary known words in lower case; empty where the prompts are the user's
 * @param shape      sizes of the policy
 * @param compute    dtype of products
 */
record Inputs(ModelFolder base, Tokenizer tokenizer, List<Task> training, List<Task> fresh, List<Task> evaluation, Judge judge, Optional<Judge> heldOut,
              Set<String> vocabulary, CausalModel.Shape shape, ScalarType compute) implements AutoCloseable {

    /**
     * Opens models, judges and prompts.
     *
     * @param scratch where embedded models are unpacked
     */
    static Inputs open(SppoConfig config, Path scratch) {
        ModelFolder base = ModelFolder.open(config.model(), scratch);
        CausalModel.Shape shape = base.shape();
        Tokenizer tokenizer = Tokenizer.open(base.path());
        Judge judge = Judge.open(config.judge(), config.judgeOptions());
        Optional<Judge> heldOut = switch (config.heldOutJudge()) {
            case "none" -> Optional.empty();
            case "auto" -> config.judge().equals("embedded") ? Optional.of(Judge.open("embedded", Map.of("ranker", "second"))) : Optional.empty();
            default -> Optional.of(Judge.open(config.heldOutJudge(), config.heldOutJudgeOptions()));
        };
        Optional<ChatTemplate> template = config.template() == SppoConfig.Template.NONE ? Optional.empty() : ChatTemplate.open(base.path(), tokenizer);
        if (template.isEmpty() && config.template() == SppoConfig.Template.ALWAYS) {
            throw new FormatException(base.path(), "", "has no chat template, which 'template: always' asks for");
        }
        int rounds = config.rounds() * config.promptsPerRound();
        ScalarType compute = config.training().precision().compute();
        Tasks tasks = new Tasks(tokenizer, template, shape.maxPositions() - 1);
        if (config.prompts().equals("wordnet")) {
            WordNet wordNet = WordNet.load();
            List<Task> a = tasks.wordNet(wordNet, Synset.Split.A, rounds);
            List<Task> b = tasks.wordNet(wordNet, Synset.Split.B, config.evaluationPrompts() + config.freshPrompts());
            return new Inputs(base, tokenizer, a, b.subList(config.evaluationPrompts(), b.size()), b.subList(0, config.evaluationPrompts()), judge, heldOut,
                vocabulary(wordNet), shape, compute);
        }
        int needed = rounds + config.evaluationPrompts() + config.freshPrompts();
        List<Task> all = tasks.file(Path.of(config.prompts()), needed);
        int at = config.evaluationPrompts();
        return new Inputs(base, tokenizer, all.subList(at + config.freshPrompts(), all.size()), all.subList(at, at + config.freshPrompts()), all.subList(0, at),
            judge, heldOut, Set.of(), shape, compute);
    }

    /** The prompts of round {@code t}, from 1. */
    List<Task> round(int t, int perRound) {
        return training.subList((t - 1) * perRound, t * perRound);
    }

    @Override
    public void close() {
        judge.close();
        heldOut.ifPresent(Judge::close);
        tokenizer.close();
    }

    private static Set<String> vocabulary(WordNet wordNet) {
        Set<String> words = new HashSet<>();
        for (Synset s : wordNet.synsets()) {
            s.lemmas().forEach(l -> words.addAll(List.of(TextStatistics.words(l))));
            words.addAll(List.of(TextStatistics.words(s.gloss())));
            s.examples().forEach(e -> words.addAll(List.of(TextStatistics.words(e))));
        }
        return words;
    }
}
