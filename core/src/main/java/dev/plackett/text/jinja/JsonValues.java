package dev.plackett.text.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** JSON as the values that templates work on. */
public final class JsonValues {

    private JsonValues() {}

    /** A value that a template understands. */
    public static Object of(JsonNode node) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber()) {
            if (!node.canConvertToLong()) {
                throw new UnsupportedTemplateException("an integer beyond 64 bits");
            }
            return node.longValue();
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isArray()) {
            List<Object> out = new ArrayList<>();
            node.forEach(x -> out.add(of(x)));
            return out;
        }
        if (node.isObject()) {
            Map<Object, Object> out = new LinkedHashMap<>();
            node.properties().forEach(e -> out.put(e.getKey(), of(e.getValue())));
            return out;
        }
        return Value.None.NONE;
    }
}
