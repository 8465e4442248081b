package dev.plackett.model.energy;

import java.util.List;

/** What networks on images refuse. */
final class ImageArguments {

    private ImageArguments() {}

    static void check(long channels, long height, long width, List<Integer> filters, long outputs) {
        if (channels < 1 || height < 1 || width < 1 || outputs < 1 || filters.isEmpty() || filters.stream().anyMatch(f -> f < 1)) {
            throw new IllegalArgumentException("images of " + channels + " × " + height + " × " + width + ", filters " + filters + ", " + outputs
                + " outputs: expected at least 1 of each");
        }
    }
}
