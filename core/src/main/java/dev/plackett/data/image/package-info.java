/**
 * Small images as bytes: {@link dev.plackett.data.image.FashionMnist} and what is told apart from it.
 */
package dev.plackett.data.image;
