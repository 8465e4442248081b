package dev.plackett.campaign;

import dev.plackett.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/** How large a campaign is, and where its figures go. In {@code mvn verify} each runs as a small sample and writes nothing. */
final class CampaignResults {

    private CampaignResults() {}

    /** The size that {@code -Dplackett.campaign.NAME} asks for. */
    static int size(String name, int sample) {
        return Integer.getInteger("plackett.campaign." + name, sample);
    }

    /** Writes figures into the folder that {@code -Dplackett.campaign.results} names. */
    static void write(String name, ObjectNode figures) throws IOException {
        String folder = System.getProperty("plackett.campaign.results", "");
        if (!folder.isEmpty()) {
            Files.createDirectories(Path.of(folder));
            Files.writeString(Path.of(folder, name + ".json"), figures.toPrettyString() + "\n");
        }
    }

    static ObjectNode figures(String what) {
        return Json.object().put("what", what).put("java", Runtime.version().toString()).put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
            .put("processors", Runtime.getRuntime().availableProcessors());
    }
}
