package dev.plackett.report;

import dev.plackett.io.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** {@code provenance.json}: versions, machine, hashes and every attempt; what is needed to say where a number comes from. */
final class Provenance {

    static final String FILE = "provenance.json";

    private final Path file;
    private final ObjectNode json;

    private Provenance(Path file, ObjectNode json) {
        this.file = file;
        this.json = json;
    }

    /** Reads or begins a folder's provenance and notes an attempt. */
    static Provenance open(RunRequest request) {
        Path file = request.folder().resolve(FILE);
        ObjectNode json = Files.exists(file) ? Json.object(file) : Json.object().put("format", 1).put("recipe", request.recipe());
        json.put("config_sha256", ContentHash.none().text("config", RunFolder.body(request.config())).inputs().get("config"));
        request.inputs().inputs().forEach(json.withObject("inputs")::put);
        ObjectNode attempt = json.withArray("attempts").addObject()
            .put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()).put("command", request.command());
        request.versions().forEach(attempt.withObject("versions")::put);
        attempt.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch"))
            .put("processors", Runtime.getRuntime().availableProcessors());
        Provenance provenance = new Provenance(file, json);
        provenance.write();
        return provenance;
    }

    /** Refuses when an input is not what it was when the run began. */
    static void refuseOtherInputs(RunRequest request) {
        Path file = request.folder().resolve(FILE);
        if (!Files.exists(file)) {
            return;
        }
        var before = Json.object(file).path("inputs");
        List<String> changed = request.inputs().inputs().entrySet().stream().filter(e -> before.has(e.getKey())
            && !before.path(e.getKey()).asString().equals(e.getValue())).map(Map.Entry::getKey).toList();
        if (!changed.isEmpty()) {
            throw new RunFolderException(request.folder() + " was begun with another " + String.join(", ", changed) + " than there is now (same name, other content)."
                + " Bring the old one back, choose another folder with --out DIR, or start over with --fresh (the old folder is kept under another name).");
        }
    }

    /** Which attempt this is, from 1. */
    int attempt() {
        return json.withArray("attempts").size();
    }

    /** Notes what something was read from. */
    void hash(String name, String digest) {
        json.withObject("hashes").put(name, digest);
        write();
    }

    /** Notes the seeds used. */
    void seeds(List<Long> seeds) {
        json.remove("seeds");
        seeds.forEach(json.withArray("seeds")::add);
        write();
    }

    /** What a reader of the report wants to know, in order. */
    Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>();
        var attempts = json.withArray("attempts");
        var last = attempts.get(attempts.size() - 1);
        shown.put("command", last.path("command").asString());
        shown.put("started", last.path("started").asString() + (attempts.size() > 1 ? " (attempt " + attempts.size() + ")" : ""));
        last.path("versions").properties().forEach(e -> shown.put(e.getKey(), e.getValue().asString()));
        shown.put("system", last.path("os").asString() + ", " + last.path("processors").asInt() + " processors");
        shown.put("configuration", json.path("config_sha256").asString());
        json.path("inputs").properties().forEach(e -> shown.put(e.getKey(), e.getValue().asString()));
        json.path("hashes").properties().forEach(e -> shown.put(e.getKey(), e.getValue().asString()));
        return shown;
    }

    private void write() {
        AtomicFiles.write(file, json.toPrettyString() + "\n");
    }
}
