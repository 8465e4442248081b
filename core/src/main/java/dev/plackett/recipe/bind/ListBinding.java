package dev.plackett.recipe.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list. A single value is not taken for a list of one: that hides mistakes.
 *
 * @param item the binding of each item
 */
record ListBinding(Binding item) implements Binding {

    @Override
    public String expected() {
        return "a list, each item " + item.expected();
    }

    @Override
    public Optional<Object> read(Tree tree, String path, Problems problems) {
        if (!(tree instanceof Tree.Items list)) {
            return reject(tree, path, problems);
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            item.read(list.items().get(i), path + "[" + i + "]", problems).ifPresent(values::add);
        }
        return values.size() == list.items().size() ? Optional.of(List.copyOf(values)) : Optional.empty();
    }

    @Override
    public Tree write(Object value) {
        return new Tree.Items(((List<?>) value).stream().map(item::write).toList(), Place.of("written"));
    }
}
