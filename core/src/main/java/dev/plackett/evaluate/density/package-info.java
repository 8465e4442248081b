/**
 * What densities are judged by: log Z by quadrature, importance sampling and annealing, with what tells that an estimate lies; likelihoods, distances of
 * samples, detection of the unfamiliar, and the partition functions of preference optimisation.
 */
package dev.plackett.evaluate.density;
