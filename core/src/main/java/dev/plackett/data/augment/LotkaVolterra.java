package dev.plackett.data.augment;

/**
 * The flow x' = αx − βxy, y' = δxy − γy with α = ⅔, β = 4/3, by Runge and Kutta's fourth order in fixed steps. It keeps δx − γ log x + βy − α log y
 * for x, y above 0.
 *
 * @param gamma γ
 * @param delta δ
 */
public record LotkaVolterra(double gamma, double delta) {

    /** γ = δ = 1: what the released code of Flag Aggregator does. The default. */
    public static final LotkaVolterra RELEASED = new LotkaVolterra(1, 1);
    /** γ = δ = −1: what the paper says. */
    public static final LotkaVolterra PAPER = new LotkaVolterra(-1, -1);

    private static final double ALPHA = 2.0 / 3;
    private static final double BETA = 4.0 / 3;
    private static final int STEPS = 200;

    /** Where a point is after a time, [x, y]. */
    public double[] after(double x, double y, double time) {
        double[] at = {x, y};
        double h = time / STEPS;
        for (int step = 0; step < STEPS; step++) {
            double[] k1 = slope(at[0], at[1]);
            double[] k2 = slope(at[0] + h / 2 * k1[0], at[1] + h / 2 * k1[1]);
            double[] k3 = slope(at[0] + h / 2 * k2[0], at[1] + h / 2 * k2[1]);
            double[] k4 = slope(at[0] + h * k3[0], at[1] + h * k3[1]);
            for (int i = 0; i < 2; i++) {
                at[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
            }
        }
        return at;
    }

    private double[] slope(double x, double y) {
        return new double[] {ALPHA * x - BETA * x * y, delta * x * y - gamma * y};
    }
}
