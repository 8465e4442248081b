package dev.plackett.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** A summary in a few lines: each claim with its verdict and numbers, what the run made, then time, memory and the report. */
final class SummaryText {

    private SummaryText() {}

    static void print(JsonNode summary, Path folder, PrintStream out) {
        for (JsonNode claim : summary.path("claims")) {
            String verdict = claim.path("holds").isNull() ? "open " : claim.path("holds").booleanValue() ? "holds" : "FAILS";
            String interval = claim.path("interval").isArray()
                ? " [" + number(claim.path("interval").get(0)) + ", " + number(claim.path("interval").get(1)) + "]" : "";
            String threshold = claim.path("threshold").isNumber() ? ", threshold " + number(claim.path("threshold")) : "";
            out.println(verdict + "  " + claim.path("claim").asString() + ": " + number(claim.path("value")) + interval + threshold);
        }
        summary.path("results").properties().forEach(result -> out.println(result.getKey() + ": " + folder.resolve(result.getValue().asString())));
        String memory = summary.path("peak_rss_mb").isNumber() ? ", " + summary.path("peak_rss_mb").asLong() + " MB" : "";
        out.println(summary.path("recipe").asString() + ": " + String.format(Locale.ROOT, "%.1f s", summary.path("seconds").doubleValue()) + memory + ", report " + folder.resolve("report.html"));
    }

    private static String number(JsonNode node) {
        if (!node.isNumber()) {
            return "not measured";
        }
        double value = node.doubleValue();
        return value == Math.rint(value) && Math.abs(value) < 1e9 ? Long.toString((long) value) : String.format(Locale.ROOT, "%.4g", value);
    }
}
