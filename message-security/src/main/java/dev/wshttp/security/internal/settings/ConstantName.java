// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The name of a Java constant in the spellings of settings.
 *
 * @param constant such as {@code FIND_BY_SUBJECT_NAME}
 */
public record ConstantName(String constant) {
    /** Returns the spelling of a key: {@code find-by-subject-name}. */
    public String kebab() {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the spelling of WCF: {@code FindBySubjectName}. */
    public String camel() {
        return Arrays.stream(constant.split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
