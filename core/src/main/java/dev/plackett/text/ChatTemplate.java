package dev.plackett.text;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.Unreadable;
import dev.plackett.text.jinja.JsonValues;
import dev.plackett.text.jinja.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * A model's chat template: conversations to text, as {@code apply_chat_template} of transformers renders them. What the renderer does not cover is
 * refused with {@link dev.plackett.text.jinja.UnsupportedTemplateException}; it never returns another text than Python would.
 */
public final class ChatTemplate {

    private static final String[] SPECIALS = {"bos_token", "eos_token", "pad_token", "unk_token", "sep_token", "cls_token", "mask_token"};

    private final Template template;
    private final Map<String, String> specials;
    private final Supplier<LocalDateTime> clock;

    private ChatTemplate(Template template, Map<String, String> specials, Supplier<LocalDateTime> clock) {
        this.template = template;
        this.specials = specials;
        this.clock = clock;
    }

    /**
     * A template from its source.
     *
     * @param name     shown in messages
     * @param specials special tokens by name ({@code bos_token} and the like) as the template may print them
     * @param clock    the date that some templates print
     */
    public static ChatTemplate of(String name, String source, Map<String, String> specials, Supplier<LocalDateTime> clock) {
        return new ChatTemplate(Template.parse(name, source), Map.copyOf(specials), clock);
    }

    /**
     * The template of a Hugging Face folder: {@code chat_template.jinja}, or {@code chat_template} in {@code tokenizer_config.json} or
     * {@code chat_template.json} (of several named ones, {@code default}). Empty when there is none.
     */
    public static Optional<ChatTemplate> open(Path folder, Tokenizer tokenizer) {
        Map<String, String> specials = new HashMap<>();
        for (String name : SPECIALS) {
            if (!tokenizer.special(name).isEmpty()) {
                specials.put(name, tokenizer.special(name));
            }
        }
        Path file = folder.resolve("chat_template.jinja");
        if (Files.exists(file)) {
            try {
                return Optional.of(of(file.toString(), Files.readString(file), specials, LocalDateTime::now));
            } catch (IOException e) {
                throw Unreadable.of(file, e);
            }
        }
        for (String name : new String[] {"tokenizer_config.json", "chat_template.json"}) {
            Path json = folder.resolve(name);
            JsonNode node = Files.exists(json) ? Json.object(json).path("chat_template") : Json.object().path("none");
            if (node.isString()) {
                return Optional.of(of(json.toString(), node.stringValue(), specials, LocalDateTime::now));
            }
            for (JsonNode named : node) {
                if (named.path("name").asString("").equals("default")) {
                    return Optional.of(of(json.toString(), named.path("template").asString(""), specials, LocalDateTime::now));
                }
            }
            if (node.isArray()) {
                throw new FormatException(json, "chat_template", "expected a template named 'default' among several");
            }
        }
        return Optional.empty();
    }

    /**
     * Renders a conversation.
     *
     * @param messages         array of {@code {"role", "content", …}}
     * @param generationPrompt whether the assistant's header follows, for it to go on
     * @throws dev.plackett.text.jinja.TemplateException            where Python fails too (the template's own complaint, an undefined value)
     * @throws dev.plackett.text.jinja.UnsupportedTemplateException for what is not covered
     */
    public String render(JsonNode messages, boolean generationPrompt) {
        return render(messages, generationPrompt, Map.of());
    }

    /**
     * Renders a conversation with further variables.
     *
     * @param extra {@code tools}, {@code documents}, or what this template understands besides ({@code enable_thinking})
     */
    public String render(JsonNode messages, boolean generationPrompt, Map<String, JsonNode> extra) {
        if (!messages.isArray()) {
            throw new IllegalArgumentException("messages should be an array of {\"role\", \"content\"}, found " + messages.getNodeType());
        }
        Map<String, Object> variables = new HashMap<>(specials);
        // transformers gives these two always, as none when the caller has none.
        variables.put("tools", JsonValues.of(Json.MAPPER.nullNode()));
        variables.put("documents", JsonValues.of(Json.MAPPER.nullNode()));
        extra.forEach((name, value) -> variables.put(name, JsonValues.of(value)));
        variables.put("messages", JsonValues.of(messages));
        variables.put("add_generation_prompt", generationPrompt);
        return template.render(variables, clock.get());
    }

    /**
     * The conversation's prompt and completion as text: the last message is the completion, cut off the whole where the prompt with the assistant's
     * header ends, so that the header is read and not scored (SPPO specification, section 10).
     *
     * @throws IllegalArgumentException when the template does not render the prompt as the beginning of the whole
     */
    public Pair promptCompletion(JsonNode prompt, JsonNode completion) {
        var all = Json.MAPPER.createArrayNode();
        prompt.forEach(all::add);
        completion.forEach(all::add);
        String head = render(prompt, true);
        String whole = render(all, false);
        if (!whole.startsWith(head)) {
            int at = 0;
            while (at < Math.min(head.length(), whole.length()) && head.charAt(at) == whole.charAt(at)) {
                at++;
            }
            throw new IllegalArgumentException("the chat template renders the prompt alone and the whole conversation differently from character " + at
                + " on (\"" + head.substring(at, Math.min(head.length(), at + 30)) + "\" against \""
                + whole.substring(at, Math.min(whole.length(), at + 30)) + "\"): give prompt and completion as text");
        }
        return new Pair(head, whole.substring(head.length()));
    }

    /**
     * Rendered text in two parts.
     *
     * @param prompt     what is read
     * @param completion what is scored
     */
    public record Pair(String prompt, String completion) {}
}
