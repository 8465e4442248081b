/** Claims put to the test: what a recipe that reproduces a paper is made of, whatever the paper. */
package dev.plackett.recipe.experiment;
