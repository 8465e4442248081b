package dev.plackett.model;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code adapter_config.json} of PEFT says of a LoRA adapter.
 *
 * @param rank       r
 * @param alpha      α
 * @param rankStable whether the scale is α/√r instead of α/r
 * @param modules    names of the projections it adds to; {@code all-linear} for all
 */
public record LoraConfig(int rank, double alpha, boolean rankStable, List<String> modules) {

    static final String FILE = "adapter_config.json";
    private static final String ALL = "all-linear";

    public LoraConfig {
        modules = List.copyOf(modules);
        if (rank < 1 || !(alpha > 0 && Double.isFinite(alpha)) || modules.isEmpty()) {
            throw new IllegalArgumentException("a LoRA adapter of rank " + rank + ", alpha " + alpha + " on " + modules
                + ": expected a positive rank, a positive alpha and at least one module");
        }
    }

    /** The common choice: α/r scaling on the modules listed. */
    public static LoraConfig of(int rank, double alpha, String... modules) {
        return new LoraConfig(rank, alpha, false, List.of(modules));
    }

    /** The factor of B A. */
    double scale() {
        return alpha / (rankStable ? Math.sqrt(rank) : rank);
    }

    /** Whether it adds to a projection. */
    boolean targets(String projection) {
        return modules.contains(ALL) || modules.stream().anyMatch(m -> names(m, projection));
    }

    private static boolean names(String module, String projection) {
        return projection.equals(module) || projection.endsWith("." + module);
    }

    /** What is wrong with adding it to a model of that plan: a name of no projection; empty when nothing is. PEFT passes over such names where others fit. */
    public Optional<String> problem(DecoderPlan plan) {
        List<String> projections = IntStream.range(0, plan.shape().layers()).boxed()
            .flatMap(i -> plan.names().projections().stream().map(module -> plan.names().at(i) + module)).toList();
        return modules.stream().filter(m -> !m.equals(ALL) && projections.stream().noneMatch(p -> names(m, p))).findFirst()
            .map(m -> "'" + m + "' names no projection of this model" + Nearest.suggestion(m, plan.names().projections().stream()
                .map(p -> p.substring(p.lastIndexOf('.') + 1)).toList()));
    }

    /**
     * Reads a PEFT folder's configuration.
     *
     * @throws FormatException naming the field that is missing, or asks for what is not supported
     */
    static LoraConfig read(Path folder) {
        Path file = folder.resolve(FILE);
        ConfigFields fields = new ConfigFields(file, Json.object(file));
        fields.expect("peft_type", "LORA", "");
        fields.expect("bias", "none", "none");
        for (String name : List.of("use_dora", "use_qalora", "use_bdlora", "lora_bias")) {
            if (fields.flag(name, false)) {
                throw new FormatException(file, name, "is not supported, found true");
            }
        }
        for (String name : List.of("rank_pattern", "alpha_pattern", "modules_to_save", "layers_to_transform", "layer_replication", "exclude_modules",
            "target_parameters", "trainable_token_indices")) {
            JsonNode node = fields.json().path(name);
            if (!fields.absent(name) && !(node.isContainer() && node.isEmpty())) {
                throw new FormatException(file, name, "is not supported, found " + node);
            }
        }
        JsonNode modules = fields.json().path("target_modules");
        List<String> names = new ArrayList<>();
        if (modules.isString() && modules.stringValue().equals(ALL)) {
            names.add(ALL);
        } else if (modules.isArray() && modules.valueStream().allMatch(JsonNode::isString)) {
            modules.forEach(m -> names.add(m.stringValue()));
        }
        if (names.isEmpty()) {
            throw new FormatException(file, "target_modules", "expected a list of names or \"all-linear\", found " + modules);
        }
        return new LoraConfig(fields.positive("r"), fields.number("lora_alpha", 8), fields.flag("use_rslora", false), names);
    }

    /** As PEFT writes it. */
    ObjectNode json() {
        ObjectNode json = Json.object().put("peft_type", "LORA").put("task_type", "CAUSAL_LM").put("r", rank).put("lora_alpha", alpha).put("lora_dropout", 0.0)
            .put("bias", "none").put("use_rslora", rankStable).put("use_dora", false).put("fan_in_fan_out", false).put("inference_mode", true);
        json.putNull("base_model_name_or_path").putNull("modules_to_save");
        if (modules.contains(ALL)) {
            return json.put("target_modules", ALL);
        }
        modules.forEach(json.putArray("target_modules")::add);
        return json;
    }
}
