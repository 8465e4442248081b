package dev.plackett.recipe.meco.tilt;

import dev.plackett.data.PointBatch;
import dev.plackett.data.points.Points;
import dev.plackett.model.density.Density;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.tensor.Seeds;

/**
 * What an unnormalised model learns from, whatever the way. The model is a tilt of the noise, f = net + log q, so that it is integrable where q is and begins
 * near it.
 *
 * @param data         all data, rows of shape {@code [d]}
 * @param noise        q
 * @param plan         the network
 * @param rows         data, and noise, per step
 * @param learningRate of AdamW without decay, falling to 0 by half a cosine
 * @param clip         longest gradient, 0 for any
 * @param seeds        root of everything random
 */
public record Lesson(PointBatch data, Density noise, EnergyPlan plan, int rows, double learningRate, double clip, Seeds seeds) {

    /** Of points. */
    public static Lesson of(Points points, Density noise, EnergyPlan plan, int rows, double learningRate, double clip, Seeds seeds) {
        return new Lesson(PointBatch.of(points.values(), points.dimension()), noise, plan, rows, learningRate, clip, seeds);
    }
}
