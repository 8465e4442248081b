package dev.plackett.recipe.sppo;

import dev.plackett.generate.Continuation;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A sampled answer.
 *
 * @param prompt   index of its task
 * @param sample   number of the sample
 * @param ids      tokens, EOS included when it stopped by itself
 * @param stopped  whether EOS ended it
 * @param logp     log-likelihood under the policy that drew it
 * @param question what it answers
 * @param text     what the judge reads
 */
record Answer(int prompt, int sample, int[] ids, boolean stopped, double logp, String question, String text) {

    static Answer of(Continuation c, int prompt, String question, Tokenizer tokenizer) {
        return new Answer(prompt, c.sample(), c.ids(), c.stopped(), c.logp(), question, tokenizer.decode(c.ids()));
    }

    static void write(Path file, List<Answer> answers) {
        JsonLines.write(file, answers.stream().map(a -> {
            ObjectNode row = Json.object().put("prompt", a.prompt()).put("sample", a.sample()).put("question", a.question())
                .put("text", a.text()).put("stopped", a.stopped()).put("logp", a.logp());
            var ids = row.putArray("ids");
            for (int id : a.ids()) {
                ids.add(id);
            }
            return row;
        }));
    }

    static List<Answer> read(Path file) {
        return JsonLines.read(file).stream().map(row -> new Answer(row.get("prompt").intValue(), row.get("sample").intValue(),
            row.get("ids").valueStream().mapToInt(JsonNode::intValue).toArray(), row.get("stopped").booleanValue(), row.get("logp").doubleValue(),
            row.get("question").stringValue(), row.get("text").stringValue())).toList();
    }
}
