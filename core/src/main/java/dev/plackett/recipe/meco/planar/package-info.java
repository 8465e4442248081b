/** Densities on the plane: all methods where the noise is good, and few where it hardly meets the data. */
package dev.plackett.recipe.meco.planar;
