package dev.plackett.report;

import dev.plackett.tensor.Natives;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Versions of what runs, without loading anything native. */
public final class Versions {

    private Versions() {}

    /** Versions by name. */
    public static Map<String, String> all() {
        Map<String, String> versions = new LinkedHashMap<>();
        String own = Versions.class.getPackage().getImplementationVersion();
        versions.put("plackett", own == null ? "development" : own);
        versions.put("java", System.getProperty("java.vm.vendor") + " " + Runtime.version());
        versions.put("libtorch", artifact("org.bytedeco", "pytorch"));
        return versions;
    }

    /** Versions, and what else decides the last digits of a result. */
    public static Map<String, String> forTheRecords() {
        Map<String, String> records = all();
        Optional.ofNullable(System.getProperty("plackett.commit")).filter(c -> !c.isBlank()).ifPresent(c -> records.put("commit", c));
        records.put("threads", Integer.toString(Natives.threads()));
        for (String name : new String[] {"MKL_CBWR", "MKL_THREADING_LAYER", "ONEDNN_MAX_CPU_ISA"}) {
            if (System.getenv(name) != null) {
                records.put(name, System.getenv(name));
            }
        }
        return records;
    }

    private static String artifact(String group, String name) {
        try (InputStream in = Versions.class.getResourceAsStream("/META-INF/maven/" + group + "/" + name + "/pom.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
