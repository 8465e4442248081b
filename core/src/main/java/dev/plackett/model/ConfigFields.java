package dev.plackett.model;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a {@code config.json}, with complaints that name file and field.
 *
 * @param file its place, for errors
 * @param json the whole file
 */
public record ConfigFields(Path file, ObjectNode json) {

    /** Reads a file. */
    public static ConfigFields read(Path file) {
        return new ConfigFields(file, Json.object(file));
    }

    /** A positive whole number. */
    public int positive(String name) {
        JsonNode node = json.path(name);
        if (!node.isIntegralNumber() || node.longValue() < 1 || node.longValue() > 1 << 30) {
            throw new FormatException(file, name, "expected a positive whole number, found "
                + (node.isMissingNode() ? "nothing" : node.toString()));
        }
        return node.intValue();
    }

    /** A positive whole number, or what stands for it where it is absent or null. */
    public int positive(String name, int otherwise) {
        return absent(name) ? otherwise : positive(name);
    }

    /** A number, or what stands for it where it is absent or null. */
    public double number(String name, double otherwise) {
        if (absent(name)) {
            return otherwise;
        }
        if (!json.path(name).isNumber()) {
            throw new FormatException(file, name, "expected a number, found " + json.path(name));
        }
        return json.path(name).doubleValue();
    }

    /** A finite number above 0, or what stands for it where it is absent or null. */
    public double above0(String name, double otherwise) {
        double found = number(name, otherwise);
        if (!(found > 0 && Double.isFinite(found))) {
            throw new FormatException(file, name, "expected a number above 0, found " + json.path(name));
        }
        return found;
    }

    /** True or false, or what stands for it where it is absent or null. */
    public boolean flag(String name, boolean otherwise) {
        if (absent(name)) {
            return otherwise;
        }
        if (!json.path(name).isBoolean()) {
            throw new FormatException(file, name, "expected true or false, found " + json.path(name));
        }
        return json.path(name).booleanValue();
    }

    /** A text, or what stands for it where there is none. */
    public String text(String name, String otherwise) {
        return json.path(name).isString() ? json.path(name).stringValue() : otherwise;
    }

    /** Refuses any text but one. */
    public void expect(String name, String wanted, String otherwise) {
        String found = text(name, otherwise);
        if (!found.equals(wanted)) {
            throw new FormatException(file, name, "expected '" + wanted + "', found '" + found + "'");
        }
    }

    /** Whether a field is missing or null. */
    public boolean absent(String name) {
        return json.path(name).isMissingNode() || json.path(name).isNull();
    }
}
