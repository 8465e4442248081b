package dev.plackett.recipe.sppo;

import dev.plackett.data.file.Content;
import dev.plackett.data.file.DataFile;
import dev.plackett.data.file.Item;
import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.ChatTemplate;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Makes tasks of prompts, always in the same shuffled order.
 *
 * @param tokenizer the policy's
 * @param template  renders a prompt as a user's turn, where one is given
 * @param most      most tokens of a prompt
 */
record Tasks(Tokenizer tokenizer, Optional<ChatTemplate> template, int most) {

    /**
     * The first n words of a split that have a definition and a usage example.
     *
     * @throws IllegalArgumentException when there are fewer
     */
    List<Task> wordNet(WordNet wordNet, Synset.Split split, int n) {
        List<Synset> words = wordNet.of(split).stream().filter(s -> !s.examples().isEmpty()).toList();
        List<String> questions = Arrays.stream(Seeds.of(0).at("questions").at(split.name()).permutation(words.size())).mapToObj(i -> words.get(i).prompt()).distinct().toList();
        if (questions.size() < n) {
            throw new IllegalArgumentException("WordNet's split " + split + " holds " + questions.size() + " words with examples, the run needs " + n
                + ": set smaller numbers of prompts");
        }
        return questions.stream().limit(n).map(q -> task(new Content.Text(q))).toList();
    }

    /**
     * n prompts of a user's file; any kind of rows that have a prompt will do.
     *
     * @throws FormatException naming file and line: rows without prompts, too few of them, a prompt that does not fit into the context
     */
    List<Task> file(Path file, int n) {
        List<Item> rows = DataFile.read(file).items();
        if (rows.size() < n) {
            throw new FormatException(file, "", "holds " + rows.size() + " prompts, the run needs " + n
                + ": rounds x prompts_per_round + evaluation_prompts + fresh_prompts; set smaller numbers or give more prompts");
        }
        return Arrays.stream(Seeds.of(0).at("questions").permutation(rows.size())).limit(n).mapToObj(i -> task(file, rows.get(i))).toList();
    }

    private Task task(Path file, Item row) {
        String place = "line " + row.origin().line();
        if (!(row instanceof Item.Prompted prompted)) {
            throw new FormatException(file, place, "has no prompt: expected a column \"prompt\"");
        }
        try {
            return task(prompted.prompt());
        } catch (IllegalArgumentException e) {
            throw new FormatException(file, place, e.getMessage(), e);
        }
    }

    private Task task(Content prompt) {
        int[] ids = PromptCompletion.prompt(tokenizer, rendered(prompt));
        if (ids.length == 0 || ids.length > most) {
            throw new IllegalArgumentException("the prompt has " + ids.length + " tokens, expected 1 to " + most + ": the model's context less one");
        }
        return new Task(prompt.plain(), ids);
    }

    private String rendered(Content prompt) {
        if (prompt instanceof Content.Messages messages) {
            return template.orElseThrow(() -> new IllegalArgumentException("the prompt is a conversation, and no chat template renders it"))
                .render(messages.messages(), true);
        }
        String text = ((Content.Text) prompt).text();
        return template.map(t -> t.render(turn(text), true)).orElse(text);
    }

    private static JsonNode turn(String question) {
        return Json.MAPPER.createArrayNode().add(Json.object().put("role", "user").put("content", question));
    }
}
