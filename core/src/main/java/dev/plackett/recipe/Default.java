package dev.plackett.recipe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a configuration key holds when nobody sets it, written as YAML: {@code "5"}, {@code "auto"}, {@code "[0, 1, 2]"}, {@code "{beta: 0.5}"}.
 * A key without it must be set, unless it is an {@code Optional} or a record whose keys all have defaults.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {

    /** The YAML. */
    String value();
}
