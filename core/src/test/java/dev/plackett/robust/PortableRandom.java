package dev.plackett.robust;

import java.util.stream.IntStream;

/** The specification's generator (6.4), which other languages have too: SplitMix64, 53-bit uniforms, one normal from two uniforms. */
final class PortableRandom {

    private long state;

    PortableRandom(long seed) {
        state = seed;
    }

    long next() {
        state += 0x9E3779B97F4A7C15L;
        long z = state;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    double normal() {
        double u = uniform();
        return Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * uniform());
    }

    double[] normals(int n) {
        return IntStream.range(0, n).mapToDouble(i -> normal()).toArray();
    }

    double[] uniforms(int n) {
        return IntStream.range(0, n).mapToDouble(i -> uniform()).toArray();
    }

    /** μ, then h workers' √ρ μ + √(1−ρ) z. */
    record Honest(double[] mu, double[][] rows) {}

    Honest honest(int h, int n, double rho) {
        double[] mu = normals(n);
        double[][] rows = new double[h][];
        for (int i = 0; i < h; i++) {
            double[] z = normals(n);
            rows[i] = IntStream.range(0, n).mapToDouble(j -> Math.sqrt(rho) * mu[j] + Math.sqrt(1 - rho) * z[j]).toArray();
        }
        return new Honest(mu, rows);
    }
}
