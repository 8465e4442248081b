package dev.plackett.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.Fixtures;
import dev.plackett.io.Json;
import dev.plackett.text.jinja.TemplateException;
import dev.plackett.text.jinja.UnsupportedTemplateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChatTemplateTest {

    private static final Map<String, String> SPECIALS = Map.of("bos_token", "<s>", "eos_token", "</s>", "pad_token", "<pad>");

    /** Of 38 templates × 5 conversations: how many must render, or fail, exactly as Python does. The others must be refused. */
    private static final int FLOOR = 190;

    @Test
    void realTemplatesRenderAsInPythonOrAreRefused() throws IOException {
        Path folder = Fixtures.path("chat-templates");
        JsonNode cases = Json.object(folder.resolve("cases.json"));
        List<String> wrong = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int right = 0;
        for (var template : Json.object(folder.resolve("expected.json")).properties()) {
            String source = Files.readString(folder.resolve("templates").resolve(template.getKey()));
            for (var expected : template.getValue().properties()) {
                String name = template.getKey() + " " + expected.getKey();
                JsonNode wanted = expected.getValue();
                try {
                    String text = render(source, template.getKey(), cases.path(expected.getKey()));
                    if (text.equals(wanted.path("text").asString(null))) {
                        right++;
                    } else {
                        wrong.add(name + ": rendered " + Json.MAPPER.writeValueAsString(text) + " for " + wanted);
                    }
                } catch (TemplateException e) {
                    if (wanted.has("error")) {
                        right++;
                    } else {
                        wrong.add(name + ": failed with " + e.getMessage());
                    }
                } catch (UnsupportedTemplateException e) {
                    refused.add(name + ": " + e.getMessage());
                }
            }
        }
        assertThat(wrong).as("rendered otherwise than in Python").isEmpty();
        assertThat(right).as("as in Python; refused are %s", refused).isGreaterThanOrEqualTo(FLOOR);
    }

    private static String render(String source, String name, JsonNode conversation) {
        Map<String, JsonNode> extra = new HashMap<>();
        conversation.properties().forEach(e -> {
            if (!e.getKey().equals("messages") && !e.getKey().equals("add_generation_prompt")) {
                extra.put(e.getKey(), e.getValue());
            }
        });
        return ChatTemplate.of(name, source, SPECIALS, () -> LocalDateTime.of(2026, 11, 23, 0, 0))
            .render(conversation.path("messages"), conversation.path("add_generation_prompt").asBoolean(false), extra);
    }
}
