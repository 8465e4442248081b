/** Density models of a user's own rows: numbers in a file, or images in a folder. */
package dev.plackett.recipe.meco.own;
