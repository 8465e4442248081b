package dev.plackett.recipe.meco.planar;

import dev.plackett.report.html.Picture;
import dev.plackett.report.html.Pictures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Data, learnt densities and samples side by side, from the files that a stage left. */
final class PlanarSheets {

    private PlanarSheets() {}

    /**
     * A row of pictures; a network that diverged left none.
     *
     * @param jobs  names of the files
     * @param names what they show
     */
    static Pictures of(Path stage, String set, List<String> jobs, List<String> names) {
        List<Picture> pictures = new ArrayList<>();
        add(pictures, stage.resolve("data.png"), set + ": data");
        for (int i = 0; i < jobs.size(); i++) {
            add(pictures, stage.resolve(jobs.get(i) + "-density.png"), set + ": " + names.get(i));
            add(pictures, stage.resolve(jobs.get(i) + "-samples.png"), set + ": samples of " + names.get(i));
        }
        return new Pictures(pictures);
    }

    private static void add(List<Picture> pictures, Path file, String title) {
        try {
            if (Files.exists(file)) {
                pictures.add(Picture.of(title, Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
