package dev.plackett.cli;

import dev.plackett.io.Json;
import dev.plackett.io.SafetensorsWriter;
import dev.plackett.objective.Carry;
import dev.plackett.robust.Aggregation;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.GradientFile;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.Guard;
import dev.plackett.robust.Listed;
import dev.plackett.robust.NonFinite;
import dev.plackett.robust.PreAggregatorProvider;
import dev.plackett.robust.RuleOptions;
import dev.plackett.robust.attack.AttackProvider;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code plackett aggregate}. */
@Command(name = "aggregate", description = {"Make one update of several workers' gradients, some of whom may be faulty.",
    "Prints one JSON object:",
    "  update               the update, unless --out takes it",
    "  coefficients         the update is the sum of them times the gradients; some rules have none",
    "  quality              flag: the share of each gradient in the subspace, blind to sign and length",
    "  scores               what the rule ranked workers by",
    "  workers, excluded    their names; whose gradient could not be used, and why",
    "  objective, numbers, warnings, bytes, seconds    how it went"},
    footerHeading = "%nExamples:%n", footer = {
        "  plackett aggregate --list        rules, pre-aggregations and attacks, with their options",
        "  plackett aggregate --rule 'multikrum(f=1)' --gradients gradients.json",
        "  plackett aggregate --rule 'nnm(f=3) > flag(m=8)' --gradients g.safetensors --out u.safetensors",
        "Gradients are a safetensors file with one tensor [workers, parameters], or one [parameters] for",
        "each worker; or JSON: [[1, 2], [3, 4]], or {\"worker\": [1, 2], ...}.",
        "Exit status: 0 success, 1 too few workers can be used, 2 invalid input."})
final class AggregateCommand implements Callable<Integer> {

    @Option(names = "--rule", paramLabel = "RULE", description = "What to do: name(option=value, ...), pre-aggregations before it joined by >.")
    private Optional<String> rule = Optional.empty();

    @Option(names = "--gradients", paramLabel = "FILE", description = "The gradients, .safetensors or .json.")
    private Optional<Path> gradients = Optional.empty();

    @Option(names = "--tensor", paramLabel = "NAME", description = "Which tensor of a file with several has the gradients.")
    private Optional<String> tensor = Optional.empty();

    @Option(names = "--non-finite", paramLabel = "POLICY", defaultValue = "EXCLUDE",
        description = "What happens to gradients with NaN or infinite numbers: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private NonFinite nonFinite;

    @Option(names = "--fallback", paramLabel = "RULE", description = "The rule for when too few workers are left for --rule.")
    private Optional<String> fallback = Optional.empty();

    @Option(names = "--layers", split = ",", paramLabel = "N", description = "Lengths of the layers, for flag_per_layer.")
    private List<Long> layers = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE", description = "Write the update there, as the tensor \"update\" of a safetensors file.")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--list", description = "List what there is.")
    private boolean list;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (list) {
            System.out.print(listing());
            return 0;
        }
        if (rule.isEmpty() || gradients.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--rule and --gradients are needed, or --list, which tells the rules");
        }
        Guard guard = new Guard(Aggregator.named(rule.get()), nonFinite, fallback.map(Aggregator::named));
        try (Scope scope = Scope.open()) {
            GradientMatrix read = GradientFile.read(gradients.get(), tensor);
            GradientMatrix matrix = layers.isEmpty() ? read : read.withLayers(layers);
            guard.problem(matrix.workers()).ifPresent(problem -> {
                throw new IllegalArgumentException(problem);
            });
            Tensor update = Tensors.zeros(out.isPresent() ? ScalarType.Float : ScalarType.Double, matrix.length());
            Aggregation aggregation = guard.aggregate(matrix, update, Carry.empty());
            aggregation.findings().warnings().forEach(warning -> System.err.println("warning: " + warning));
            aggregation.excluded().forEach(e -> System.err.println("worker " + e.worker() + " is not used: " + e.reason()));
            if (aggregation.skipped().isPresent()) {
                System.err.println("plackett: there is no update: " + aggregation.skipped().get());
                return 1;
            }
            ObjectNode json = json(aggregation);
            if (out.isPresent()) {
                SafetensorsWriter.write(out.get(), Map.of("update", update), Map.of("rule", rule.get()));
            } else {
                json.set("update", numbers(Tensors.toDoubles(update)));
            }
            System.out.println(json);
        }
        return 0;
    }

    private ObjectNode json(Aggregation aggregation) {
        ObjectNode json = Json.object().put("rule", rule.orElseThrow());
        json.set("workers", Json.MAPPER.valueToTree(aggregation.workers()));
        put(json, "coefficients", aggregation.coefficients());
        put(json, "quality", aggregation.findings().quality());
        put(json, "scores", aggregation.findings().scores());
        put(json, "objective", aggregation.findings().objective());
        ObjectNode numbers = json.putObject("numbers");
        aggregation.findings().numbers().forEach((name, value) -> {
            if (Double.isFinite(value)) {
                numbers.put(name, value);
            } else {
                numbers.putNull(name);
            }
        });
        json.set("warnings", Json.MAPPER.valueToTree(aggregation.findings().warnings()));
        ArrayNode excluded = json.putArray("excluded");
        aggregation.excluded().forEach(e -> excluded.addObject().put("worker", e.worker()).put("reason", e.reason()));
        json.put("bytes", aggregation.bytes());
        ObjectNode seconds = json.putObject("seconds");
        aggregation.seconds().forEach(seconds::put);
        return json;
    }

    private static void put(ObjectNode json, String name, double[] values) {
        if (values.length > 0) {
            json.set(name, numbers(values));
        }
    }

    /** JSON has no NaN: null stands for it. */
    private static ArrayNode numbers(double[] values) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        Arrays.stream(values).forEach(x -> {
            if (Double.isFinite(x)) {
                array.add(x);
            } else {
                array.addNull();
            }
        });
        return array;
    }

    private static String listing() {
        return section("Rules", AggregatorProvider.all()) + section("Pre-aggregations, before a rule: nnm(f=3) > krum(f=3)", PreAggregatorProvider.all())
            + section("Attacks and faults, for simulations", AttackProvider.all());
    }

    private static String section(String title, List<? extends Listed> all) {
        return title + "\n" + all.stream().map(AggregateCommand::entry).collect(Collectors.joining()) + "\n";
    }

    private static String entry(Listed listed) {
        String others = String.join(", ", listed.aliases().stream().sorted().toList());
        String names = others.isEmpty() ? listed.name() : listed.name() + " (" + others + ")";
        return String.format("  %-31s %s%n", names, listed.summary()) + listed.options().stream().map(AggregateCommand::option).collect(Collectors.joining());
    }

    private static String option(dev.plackett.objective.Option<?> option) {
        boolean none = option == RuleOptions.F || Double.valueOf(Double.NaN).equals(option.fallback());
        String fallback = option.fallback() instanceof Double d && d == Math.rint(d) ? String.format("%.0f", d)
            : String.valueOf(option.fallback()).toLowerCase(Locale.ROOT);
        String choices = option.expected().startsWith("one of") ? "; " + option.expected() : "";
        return String.format("      %-27s %s%n", option.name() + (none ? "" : "=" + fallback), option.meaning() + choices);
    }
}
