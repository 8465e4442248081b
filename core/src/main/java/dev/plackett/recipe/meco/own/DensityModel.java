package dev.plackett.recipe.meco.own;

import dev.plackett.data.points.Points;
import dev.plackett.evaluate.density.LogValues;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.StoreFile;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.DensityFiles;
import dev.plackett.model.density.LogDensity;
import dev.plackett.model.density.Whitening;
import dev.plackett.model.energy.Energy;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.model.energy.Features;
import dev.plackett.model.energy.Mlp;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.node.ObjectNode;

/**
 * A density model of a user's rows: whitened components, noise on them, a bounded network that tilts it, and log Z. In a folder it is
 * {@code density-model.json}, {@code network.safetensors}, and whitening and noise as {@link DensityFiles} has them.
 *
 * @param form      what rows look like
 * @param shape     the network
 * @param whitening to the components
 * @param noise     q, of the components
 * @param network   the tilt
 * @param logZ      of exp(network)·q
 * @param quantiles log-densities of the rows that it learnt from, ascending, at equally spaced ranks
 */
public record DensityModel(Form form, Shape shape, Whitening whitening, Density noise, Energy network, double logZ, double[] quantiles) implements AutoCloseable {

    /** The file that makes a folder a density model's. */
    public static final String FILE = "density-model.json";

    private static final int VERSION = 1;
    private static final String NETWORK = "network.safetensors";
    private static final String SPACE = "whitening";
    private static final String NOISE = "noise";
    /** Points of few coordinates are seen through waves, which draw sharp densities. */
    private static final int FEW = 4;

    /**
     * A network's sizes.
     *
     * @param components numbers that it sees
     * @param widths     of its hidden layers
     * @param bound      of its values
     */
    public record Shape(int components, List<Integer> widths, double bound) {

        EnergyPlan plan() {
            Features features = components <= FEW ? Features.waves(components) : Features.coordinates(components);
            return EnergyPlan.of(Mlp.energy(features, widths.toArray(Integer[]::new))).bounded(bound);
        }
    }

    /** Components of rows. */
    Points components(Points rows) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return Points.of(whitening.project(rows.tensor()));
        }
    }

    /** Rows of components. */
    Points rows(Points components) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return Points.of(whitening.reconstruct(components.tensor()));
        }
    }

    /** f = network + log q, of components. */
    LogDensity unnormalised() {
        return x -> {
            Tensor tilt = network.of(x);
            return tilt.add(noise.logDensity(x));
        };
    }

    /** log-densities of rows in nats: of the rows themselves where all components are kept, else of their components. */
    public double[] logDensities(Points rows) {
        double shift = (whole() ? whitening.logDeterminant() : 0) - logZ;
        return Arrays.stream(LogValues.of(unnormalised(), components(rows))).map(f -> f + shift).toArray();
    }

    /** Whether no component was left out. */
    boolean whole() {
        return shape.components() == form.dimension();
    }

    /** Scores of rows of a file or folder, one object each: where the row is from, its log-density, and its rank among the rows that the model learnt from. */
    public List<ObjectNode> score(Path data) {
        Form.Rows rows = form.read(data);
        double[] log = logDensities(rows.points());
        return IntStream.range(0, log.length).mapToObj(i -> score(i, rows, log[i])).toList();
    }

    ObjectNode score(int row, Form.Rows rows, double log) {
        ObjectNode out = Json.object().put("row", row);
        out.setAll(rows.places().get(row));
        return out.put("log_density", log).put("rank", rank(log));
    }

    /** Share of the rows it learnt from that are less likely: near 0 for rows unlike them. */
    private double rank(double log) {
        int at = Arrays.binarySearch(quantiles, log);
        return (double) (at < 0 ? -at - 1 : at) / quantiles.length;
    }

    /** Whether a folder holds one. */
    public static boolean in(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    void save(Path folder) {
        try {
            Files.createDirectories(folder);
            DensityFiles.save(folder.resolve(SPACE), whitening);
            DensityFiles.save(folder.resolve(NOISE), noise);
            StoreFile.write(folder.resolve(NETWORK), network.parameters());
            ObjectNode json = Json.object().put("version", VERSION).put("components", shape.components()).put("bound", shape.bound()).put("log_z", logZ);
            json.set("form", form.json());
            shape.widths().forEach(json.putArray("widths")::add);
            Arrays.stream(quantiles).forEach(json.putArray("quantiles")::add);
            Files.writeString(folder.resolve(FILE), json.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    /**
     * Reads a folder.
     *
     * @return to be closed
     * @throws FormatException naming file and place where it is not as expected
     */
    public static DensityModel open(Path folder) {
        Path file = folder.resolve(FILE);
        ObjectNode json = Json.object(file);
        if (json.path("version").asInt(0) != VERSION || !json.path("log_z").isNumber() || !json.path("form").isObject()) {
            throw new FormatException(file, "", "expected version " + VERSION + " with a form and log_z, found version " + json.path("version"));
        }
        Shape shape = new Shape(json.path("components").asInt(0), json.path("widths").valueStream().map(w -> w.asInt(0)).toList(), json.path("bound").asDouble(0));
        EnergyPlan plan;
        try {
            plan = shape.plan();
        } catch (IllegalArgumentException e) {
            throw new FormatException(file, "network", e.getMessage(), e);
        }
        ParameterStore store = ParameterStore.frozen(plan.parameters(), ScalarType.Double);
        StoreFile.read(folder.resolve(NETWORK), store);
        return new DensityModel(Form.of(file, (ObjectNode) json.path("form")), shape, DensityFiles.load(folder.resolve(SPACE), Whitening.class),
            DensityFiles.load(folder.resolve(NOISE), Density.class), new Energy(plan, store, plan.over(store)), json.path("log_z").doubleValue(),
            json.path("quantiles").valueStream().mapToDouble(q -> q.asDouble(0)).toArray());
    }

    @Override
    public void close() {
        network.close();
    }
}
