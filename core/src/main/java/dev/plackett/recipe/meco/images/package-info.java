/** Images made from a prior that was learnt in an autoencoder's latent space. */
package dev.plackett.recipe.meco.images;
