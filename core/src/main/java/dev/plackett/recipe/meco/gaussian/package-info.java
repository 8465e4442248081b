/** The mean of a Gaussian by unnormalised likelihoods: small enough that every number can be checked (MECO specification 5.2, 5.7, 6.1). */
package dev.plackett.recipe.meco.gaussian;
