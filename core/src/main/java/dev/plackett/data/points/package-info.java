/**
 * Points of ℝᵈ: what energy models learn from. {@link dev.plackett.data.points.Points} holds them; {@link dev.plackett.data.points.PlanarSet} draws the customary
 * ones of the plane, with their exact densities.
 */
package dev.plackett.data.points;
