/**
 * Samples of densities that are known up to a constant: Langevin and Hamiltonian chains ({@link dev.plackett.generate.density.Transition}) and
 * {@linkplain dev.plackett.generate.density.ImportanceResampling importance resampling}.
 */
package dev.plackett.generate.density;
