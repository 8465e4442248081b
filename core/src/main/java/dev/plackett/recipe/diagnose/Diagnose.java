package dev.plackett.recipe.diagnose;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.io.Json;
import dev.plackett.report.OutputFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Diagnoses preference data and what a training made of them (specification of the differential information distribution, 5.1 and 5.2): models are
 * asked,
 * panels of {@code evaluate.did} are computed, and text, JSON, tables and a page say what came out.
 */
public final class Diagnose {

    private static final int WIDTH = 110;

    private Diagnose() {}

    /**
     * Diagnoses.
     *
     * @param out     folder for {@code report.html}, {@code report.json}, {@code pairs.csv}, {@code prompts.csv} and {@code samples.csv}; earlier
     * ones are replaced
     * @param command what was typed, for the records
     * @return the summary, for people
     * @throws dev.plackett.io.FormatException          naming a folder or file that is not what it should be
     * @throws dev.plackett.event.StoppedException when asked to stop; no file is written
     */
    public static String run(DiagnosisRequest request, Path out, String command, Listener listener, StopSignal stop) throws IOException {
        request.check();
        OutputFolder.create(out);
        Diagnosis diagnosis = Diagnosis.of(request, Measuring.of(request, listener, stop));
        Files.writeString(out.resolve("report.json"),
            Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(DiagnosisJson.of(diagnosis, command)) + "\n");
        DiagnosisTables.write(diagnosis, out);
        Files.writeString(out.resolve("report.html"), DiagnosisReport.of(diagnosis, command).html());
        return text(diagnosis, out);
    }

    private static String text(Diagnosis diagnosis, Path out) {
        List<String> lines = new ArrayList<>();
        for (Narrative.Topic topic : Narrative.Topic.values()) {
            List<String> sentences = Narrative.of(diagnosis, topic);
            if (!sentences.isEmpty()) {
                lines.add(topic.title());
                sentences.forEach(s -> wrap(s, lines));
                lines.add("");
            }
        }
        lines.add("report: " + out.resolve("report.html"));
        return String.join("\n", lines) + "\n";
    }

    private static void wrap(String sentence, List<String> to) {
        StringBuilder line = new StringBuilder("  - ");
        for (String word : sentence.split(" ")) {
            if (line.length() + word.length() > WIDTH) {
                to.add(line.toString().stripTrailing());
                line = new StringBuilder("    ");
            }
            line.append(word).append(' ');
        }
        to.add(line.toString().stripTrailing());
    }
}
