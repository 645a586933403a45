// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.internal.settings.SettingKey.Side;
import java.util.List;

/** Says how to translate one attribute or one child element. A row of the tables in {@link BindingElements} and its like. */
sealed interface Rule {
    /** Returns the name of the attribute or the child element. */
    String name();

    void apply(ConfigElement element, Translation translation);

    /** Returns whether the rule is about a child element, and not about an attribute. */
    default boolean isOfElement() {
        return false;
    }

    /** Returns the rule of an attribute that has a native key. */
    static Rule key(String attribute, WcfType type, String key) {
        return new Key(attribute, type, key);
    }

    /** Returns the rule of an attribute that is a setting of the program around the endpoint; {@code standard} is WCF's default. */
    static Rule host(String attribute, WcfType type, String standard) {
        return new Host(attribute, type, standard);
    }

    /** Returns the rule of an attribute without an equivalent: it may only have WCF's default, which this library has, too. */
    static Rule only(String attribute, WcfType type, String standard, String why) {
        return new Only(attribute, type, List.of(standard), why);
    }

    /** Returns the rule of an attribute without an equivalent: it may only have one of these values. */
    static Rule only(String attribute, WcfType type, List<String> accepted, String why) {
        return new Only(attribute, type, accepted, why);
    }

    /** Returns the rule of an attribute that the class of its section reads, or that has no effect. */
    static Rule read(String attribute) {
        return new Read(attribute);
    }

    /** Returns the rule of a child element without an equivalent: it may be there if it is empty. */
    static Rule none(String child, String why) {
        return new None(child, why, true);
    }

    /**
     * Returns the rule of a child element without an equivalent: it may be there if each of its attributes has a value that changes nothing here.
     *
     * @param harmless an attribute and such a value, in pairs
     */
    static Rule none(String child, String why, String... harmless) {
        return new Harmless(child, why, List.of(harmless));
    }

    /** Returns the rule of an attribute that has no effect here, whatever its value of this type is. */
    static Rule ignored(String attribute, WcfType type) {
        return new Ignored(attribute, type);
    }

    /** Returns the rule of a child element that has no effect here, with all that is in it. */
    static Rule ignored(String child) {
        return new IgnoredChild(child);
    }

    /** Returns the rule of a child element without an equivalent, whose mere presence is a switch: it must be absent. */
    static Rule absent(String child, String why) {
        return new None(child, why, false);
    }

    /** Returns the same rule for one side only; the other side has another rule of the same name. */
    default Rule on(Side side) {
        return new OneSide(this, side);
    }

    /** See {@link #key}. */
    record Key(String name, WcfType type, String key) implements Rule {
        @Override
        public void apply(ConfigElement element, Translation translation) {
            translation.value(element, name, type).ifPresent(value -> translation.put(key, value, element, name));
        }
    }

    /** See {@link #host}. */
    record Host(String name, WcfType type, String standard) implements Rule {
        @Override
        public void apply(ConfigElement element, Translation translation) {
            String value = translation.value(element, name, type).orElse(standard);
            translation.putHostSetting(name, value, standard, element, name);
        }
    }

    /** See {@link #only}. */
    record Only(String name, WcfType type, List<String> accepted, String why) implements Rule {
        @Override
        public void apply(ConfigElement element, Translation translation) {
            translation
                    .value(element, name, type)
                    .filter(value -> accepted.stream()
                            .noneMatch(each ->
                                    type.translate(each).filter(value::equals).isPresent()))
                    .ifPresent(value -> translation.problem(
                            element,
                            name,
                            "is not supported (expected '" + String.join("' or '", accepted)
                                    + "', or no such attribute): " + why));
        }
    }

    /** See {@link #read}. */
    record Read(String name) implements Rule {
        @Override
        public void apply(ConfigElement element, Translation translation) {
            element.attribute(name);
        }
    }

    /** See {@link #none} and {@link #absent}. */
    record None(String name, String why, boolean mayBeEmpty) implements Rule {
        @Override
        public boolean isOfElement() {
            return true;
        }

        @Override
        public void apply(ConfigElement element, Translation translation) {
            element.children(name).stream()
                    .filter(child -> !mayBeEmpty || !child.isEmpty())
                    .forEach(child -> {
                        child.leaveAlone();
                        translation.problem(child, "is not supported (expected no such element): " + why);
                    });
        }
    }

    /** See {@link #none(String, String, String...)}. */
    record Harmless(String name, String why, List<String> values) implements Rule {
        @Override
        public boolean isOfElement() {
            return true;
        }

        @Override
        public void apply(ConfigElement element, Translation translation) {
            for (ConfigElement child : element.children(name)) {
                List<String> others = child.attributesOtherThan(values);
                child.leaveAlone();
                if (!others.isEmpty() || !child.isOfAttributesOnly()) {
                    translation.problem(
                            child,
                            (others.isEmpty() ? "is not supported" : "is not supported with " + others)
                                    + " (expected no such element, or one with WCF's defaults): " + why);
                }
            }
        }
    }

    /** See {@link #ignored(String, WcfType)}. */
    record Ignored(String name, WcfType type) implements Rule {
        @Override
        public void apply(ConfigElement element, Translation translation) {
            translation.value(element, name, type);
        }
    }

    /** See {@link #ignored(String)}. */
    record IgnoredChild(String name) implements Rule {
        @Override
        public boolean isOfElement() {
            return true;
        }

        @Override
        public void apply(ConfigElement element, Translation translation) {
            element.children(name).forEach(ConfigElement::leaveAlone);
        }
    }

    /** See {@link #on}. */
    record OneSide(Rule rule, Side side) implements Rule {
        @Override
        public boolean isOfElement() {
            return rule.isOfElement();
        }

        @Override
        public String name() {
            return rule.name();
        }

        @Override
        public void apply(ConfigElement element, Translation translation) {
            if (translation.side() == side) {
                rule.apply(element, translation);
            }
        }
    }
}
