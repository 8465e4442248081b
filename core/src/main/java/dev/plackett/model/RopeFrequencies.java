package dev.plackett.model;

import dev.plackett.io.FormatException;
import tools.jackson.databind.JsonNode;

/**
 * Angles per position of a rotary embedding.
 *
 * @param angles one per pair of dimensions
 */
public record RopeFrequencies(double[] angles) {

    public RopeFrequencies {
        if (angles.length == 0 || !java.util.Arrays.stream(angles).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("expected at least one angle, all finite, found " + java.util.Arrays.toString(angles));
        }
    }

    /** θ^(−2i/d) for i below d/2; θ above 0, d even. */
    public static RopeFrequencies plain(double theta, int headSize) {
        if (!(theta > 0 && Double.isFinite(theta)) || headSize < 2 || headSize % 2 != 0) {
            throw new IllegalArgumentException("a rotation of base " + theta + " over " + headSize + " dimensions, expected a base above 0 and an even number");
        }
        double[] angles = new double[headSize / 2];
        for (int i = 0; i < angles.length; i++) {
            angles[i] = Math.pow(theta, -2.0 * i / headSize);
        }
        return new RopeFrequencies(angles);
    }

    /**
     * Reads {@code rope_parameters}, or {@code rope_theta}, {@code rope_scaling} and {@code partial_rotary_factor}.
     *
     * @throws FormatException naming a kind of scaling that is not supported
     */
    public static RopeFrequencies read(ConfigFields fields, int headSize) {
        JsonNode newer = fields.json().path("rope_parameters");
        JsonNode scaling = newer.isObject() ? newer : fields.json().path("rope_scaling");
        double theta = newer.path("rope_theta").isNumber() ? positive(fields, newer, "rope_theta") : fields.above0("rope_theta", 10000.0);
        double part = newer.path("partial_rotary_factor").isNumber() ? newer.path("partial_rotary_factor").doubleValue()
            : fields.number("partial_rotary_factor", 1);
        int turned = (int) (headSize * part);
        if (!(part > 0 && part <= 1) || turned % 2 != 0 || turned == 0) {
            throw new FormatException(fields.file(), "partial_rotary_factor", "expected a factor in (0, 1] that turns an even number of " + headSize
                + " dimensions, found " + part);
        }
        return plain(theta, turned).scaled(fields, scaling);
    }

    /**
     * Reads the rotation of one kind of layer: {@code rope_parameters.KIND}, or an older field with its base; scaling in older files is of full attention.
     *
     * @param kind  "full_attention" or "sliding_attention"
     * @param older the older field
     * @param theta its value where it is absent
     */
    public static RopeFrequencies of(ConfigFields fields, String kind, String older, double theta, int headSize) {
        JsonNode newer = fields.json().path("rope_parameters").path(kind);
        if (newer.isObject()) {
            return plain(newer.has("rope_theta") ? positive(fields, newer, "rope_theta") : theta, headSize).scaled(fields, newer);
        }
        RopeFrequencies plain = plain(fields.above0(older, theta), headSize);
        return kind.equals("full_attention") ? plain.scaled(fields, fields.json().path("rope_scaling")) : plain;
    }

    private RopeFrequencies scaled(ConfigFields fields, JsonNode scaling) {
        if (!scaling.isObject()) {
            return this;
        }
        String type = scaling.path("rope_type").asString(scaling.path("type").asString("default"));
        return switch (type) {
            case "default" -> this;
            case "linear" -> scaled(1 / positive(fields, scaling, "factor"));
            case "llama3" -> llama3(positive(fields, scaling, "factor"), positive(fields, scaling, "low_freq_factor"),
                positive(fields, scaling, "high_freq_factor"), positive(fields, scaling, "original_max_position_embeddings"));
            default -> throw new FormatException(fields.file(), "rope_scaling", "type '" + type
                + "' is not supported; supported are default, linear and llama3");
        };
    }

    private RopeFrequencies scaled(double factor) {
        return new RopeFrequencies(java.util.Arrays.stream(angles).map(a -> a * factor).toArray());
    }

    /** Llama 3.1: long wavelengths are stretched by {@code factor}, short ones kept, those between interpolated. */
    private RopeFrequencies llama3(double factor, double low, double high, double originalLength) {
        double[] out = angles.clone();
        for (int i = 0; i < out.length; i++) {
            double wavelength = 2 * Math.PI / out[i];
            if (wavelength > originalLength / low) {
                out[i] /= factor;
            } else if (wavelength >= originalLength / high) {
                double smooth = (originalLength / wavelength - low) / (high - low);
                out[i] = (1 - smooth) * out[i] / factor + smooth * out[i];
            }
        }
        return new RopeFrequencies(out);
    }

    private static double positive(ConfigFields fields, JsonNode scaling, String name) {
        if (!scaling.path(name).isNumber() || scaling.path(name).doubleValue() <= 0 || Double.isInfinite(scaling.path(name).doubleValue())) {
            throw new FormatException(fields.file(), "rope scaling, " + name, "expected a positive number, found " + scaling.path(name));
        }
        return scaling.path(name).doubleValue();
    }
}
