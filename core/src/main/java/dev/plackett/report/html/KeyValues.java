package dev.plackett.report.html;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Settings, versions: a name and a text each.
 *
 * @param values texts by name, in order
 */
record KeyValues(Map<String, String> values) implements Block {

    public KeyValues {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    @Override
    public void render(Html out) {
        out.open("dl");
        values.forEach((name, text) -> out.element("dt", name).element("dd", text).newline());
        out.close("dl").newline();
    }
}
