// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import java.util.List;

/**
 * The rules for the attributes and child elements of one element of WCF.
 *
 * @param element the element's name
 * @param rules a row for each attribute
 */
record ElementRules(String element, List<Rule> rules) {
    static ElementRules of(String element, Rule... rules) {
        return new ElementRules(element, List.of(rules));
    }

    void apply(ConfigElement found, Translation translation) {
        rules.forEach(rule -> rule.apply(found, translation));
    }
}
