package dev.plackett.recipe.meco.planar;

import dev.plackett.data.points.Points;
import dev.plackett.evaluate.density.GridQuadrature;
import dev.plackett.report.Png;

/** Densities and points on the plane, as pictures of the same part of it: x to the right, y upwards. */
final class PlanarPicture {

    private static final int SIDE = 140;
    /** Half of the picture's width in units of the plane. */
    private static final double REACH = 4.9;

    private PlanarPicture() {}

    /** Of log-densities at a grid's nodes. */
    static byte[] ofDensity(double[] log, GridQuadrature grid) {
        double top = Double.NEGATIVE_INFINITY;
        for (double l : log) {
            top = Math.max(top, l);
        }
        double[] mass = new double[SIDE * SIDE];
        double[] nodes = new double[SIDE * SIDE];
        for (int i = 0; i < log.length; i++) {
            double x = grid.low()[0] + i / grid.nodes() * grid.spacing(0);
            double y = grid.low()[1] + i % grid.nodes() * grid.spacing(1);
            add(mass, x, y, Math.exp(log[i] - top));
            add(nodes, x, y, 1);
        }
        // Not every pixel has as many nodes as the next.
        for (int i = 0; i < mass.length; i++) {
            mass[i] /= Math.max(1, nodes[i]);
        }
        return Png.heat(mass, SIDE);
    }

    /** Of how many points fall where. */
    static byte[] ofPoints(Points points) {
        double[] count = new double[SIDE * SIDE];
        for (int i = 0; i < points.rows(); i++) {
            add(count, points.values()[2 * i], points.values()[2 * i + 1], 1);
        }
        return Png.heat(count, SIDE);
    }

    private static void add(double[] mass, double x, double y, double what) {
        int column = (int) Math.floor((x + REACH) / (2 * REACH) * SIDE);
        int row = SIDE - 1 - (int) Math.floor((y + REACH) / (2 * REACH) * SIDE);
        if (column >= 0 && column < SIDE && row >= 0 && row < SIDE) {
            mass[row * SIDE + column] += what;
        }
    }
}
