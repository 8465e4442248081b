package dev.plackett.recipe.sppo;

import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.evaluate.TextStatistics;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.judge.Judge;
import dev.plackett.judge.Judges;
import dev.plackett.model.LlamaConfig;
import dev.plackett.recipe.EmbeddedModels;
import dev.plackett.tensor.Machine;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.ChatTemplate;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.JsonNode;

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
 * @param compute    dtype of products
 */
record Inputs(Path base, Tokenizer tokenizer, List<Task> training, List<Task> fresh, List<Task> evaluation, Judge judge, Optional<Judge> heldOut,
              Set<String> vocabulary, ScalarType compute) implements AutoCloseable {

    /**
     * Opens models, judges and prompts.
     *
     * @param scratch where embedded models are unpacked
     */
    static Inputs open(SppoConfig config, Path scratch) {
        boolean embedded = config.model().equals("embedded");
        Path base = embedded ? EmbeddedModels.unpack("base", scratch) : Path.of(config.model());
        LlamaConfig.read(base.resolve("config.json"));
        Tokenizer tokenizer = Tokenizer.open(base);
        Judge judge = Judges.open(config.judge(), name -> EmbeddedModels.unpack("ranker-1", scratch));
        boolean beside = config.heldOutJudge().equals("auto") && config.judge().equals("embedded") || config.heldOutJudge().equals("embedded");
        Optional<Judge> heldOut = beside ? Optional.of(Judges.open("embedded", name -> EmbeddedModels.unpack("ranker-2", scratch)))
            : Set.of("auto", "none").contains(config.heldOutJudge()) ? Optional.empty()
            : Optional.of(Judges.open(config.heldOutJudge(), name -> scratch));
        Optional<ChatTemplate> template = config.template() == SppoConfig.Template.NONE ? Optional.empty() : ChatTemplate.open(base, tokenizer);
        if (template.isEmpty() && config.template() == SppoConfig.Template.ALWAYS) {
            throw new FormatException(base, "", "has no chat template, which 'template: always' asks for");
        }
        int rounds = config.rounds() * config.promptsPerRound();
        ScalarType compute = switch (config.training().precision()) {
            case AUTO -> Machine.fastestCompute();
            case FLOAT32 -> ScalarType.Float;
            case BFLOAT16 -> ScalarType.BFloat16;
        };
        if (config.prompts().equals("wordnet")) {
            WordNet wordNet = WordNet.load();
            List<Task> a = tasks(tokenizer, template, questions(wordNet, Synset.Split.A), rounds);
            List<Task> b = tasks(tokenizer, template, questions(wordNet, Synset.Split.B), config.evaluationPrompts() + config.freshPrompts());
            return new Inputs(base, tokenizer, a, b.subList(config.evaluationPrompts(), b.size()), b.subList(0, config.evaluationPrompts()), judge, heldOut,
                vocabulary(wordNet), compute);
        }
        int needed = rounds + config.evaluationPrompts() + config.freshPrompts();
        List<Task> all = tasks(tokenizer, template, questions(Path.of(config.prompts()), needed), needed);
        int at = config.evaluationPrompts();
        return new Inputs(base, tokenizer, all.subList(at + config.freshPrompts(), all.size()), all.subList(at, at + config.freshPrompts()), all.subList(0, at),
            judge, heldOut, Set.of(), compute);
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

    /** Words that have a definition and a usage example, in an order fixed by their ids. */
    private static List<String> questions(WordNet wordNet, Synset.Split split) {
        List<Synset> words = wordNet.of(split).stream().filter(s -> !s.examples().isEmpty()).toList();
        return Arrays.stream(Seeds.of(0).at("questions").at(split.name()).permutation(words.size())).mapToObj(i -> words.get(i).prompt()).distinct().toList();
    }

    private static List<String> questions(Path file, int needed) {
        List<String> out = new ArrayList<>();
        if (file.toString().endsWith(".txt")) {
            try (var lines = Files.lines(file)) {
                lines.filter(l -> !l.isBlank()).forEach(out::add);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read", e);
            }
        } else {
            int row = 0;
            for (JsonNode node : JsonLines.read(file)) {
                row++;
                if (!node.path("prompt").isString()) {
                    throw new FormatException(file, "row " + row, "expected a text \"prompt\", found "
                        + (node.has("prompt") ? node.get("prompt").getNodeType() : "only " + node.propertyNames()));
                }
                out.add(node.get("prompt").stringValue());
            }
        }
        if (out.size() < needed) {
            throw new FormatException(file, "", "holds " + out.size() + " prompts, the run needs " + needed
                + ": rounds x prompts_per_round + evaluation_prompts + fresh_prompts; set smaller numbers or give more prompts");
        }
        return Arrays.stream(Seeds.of(0).at("questions").permutation(out.size())).mapToObj(out::get).toList();
    }

    private static List<Task> tasks(Tokenizer tokenizer, Optional<ChatTemplate> template, List<String> questions, int n) {
        return questions.stream().limit(n).map(q -> new Task(q, PromptCompletion.prompt(tokenizer, template.map(t -> t.render(turn(q), true)).orElse(q)))).toList();
    }

    /** A conversation of one user's turn. */
    private static JsonNode turn(String question) {
        return Json.MAPPER.createArrayNode().add(Json.object().put("role", "user").put("content", question));
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
