package dev.plackett.data.points;

import java.util.SplittableRandom;

/** The black squares of a board of four by four squares of side 2, on [−4, 4]²: uniform over an area of 32, zero elsewhere. */
public record Checkerboard() implements PlanarSet {

    private static final double AREA = 32;

    @Override
    public String name() {
        return "checkerboard";
    }

    @Override
    public void draw(SplittableRandom random, double[] into) {
        double x = 4 * random.nextDouble() - 2;
        double y = random.nextDouble() - 2 * random.nextInt(2) + Math.floorMod((int) Math.floor(x), 2);
        into[0] = 2 * x;
        into[1] = 2 * y;
    }

    @Override
    public double logDensity(double x, double y) {
        int column = (int) Math.floor(x / 2);
        int row = (int) Math.floor(y / 2);
        boolean within = column >= -2 && column < 2 && row >= -2 && row < 2;
        return within && Math.floorMod(column + row, 2) == 0 ? -Math.log(AREA) : Double.NEGATIVE_INFINITY;
    }
}
