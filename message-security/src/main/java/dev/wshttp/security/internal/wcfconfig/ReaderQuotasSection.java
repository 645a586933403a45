// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code readerQuotas}: translates the depth. The other quotas have no key. They may have WCF's default, or a value so large that the size of
 * the message is the limit. In WCF, 0 means the default.
 */
final class ReaderQuotasSection {
    private static final String DEPTH = "maxDepth";
    private static final long DEFAULT_MESSAGE_BYTES = 65_536;
    private static final Map<String, Long> WITHOUT_KEY = new TreeMap<>(Map.of(
            "maxStringContentLength", 8192L,
            "maxArrayLength", 16_384L,
            "maxBytesPerRead", 4096L,
            "maxNameTableCharCount", 16_384L));

    private final Translation translation;

    ReaderQuotasSection(Translation translation) {
        this.translation = translation;
    }

    void translate(ConfigElement quotas, Optional<String> maxReceivedMessageSize) {
        if (!quotas.attribute(DEPTH).equals(Optional.of("0"))) {
            translation
                    .value(quotas, DEPTH, WcfType.COUNT)
                    .ifPresent(depth -> translation.put("reader-quotas.max-depth", depth, quotas, DEPTH));
        }
        long messageBytes = maxReceivedMessageSize
                .flatMap(WcfType.NUMBER::translate)
                .map(Long::valueOf)
                .orElse(DEFAULT_MESSAGE_BYTES);
        WITHOUT_KEY.forEach((quota, standard) -> requireNoBound(quotas, quota, standard, messageBytes));
    }

    private void requireNoBound(ConfigElement quotas, String quota, long standard, long messageBytes) {
        translation
                .value(quotas, quota, WcfType.NUMBER)
                .map(Long::valueOf)
                .filter(value -> value != 0 && value != standard && value < messageBytes)
                .ifPresent(value -> translation.problem(
                        quotas,
                        quota,
                        "is not supported (expected '" + standard
                                + "', or no less than maxReceivedMessageSize, which is " + messageBytes
                                + "): the size of the message is the bound here. Remove it"));
    }
}
