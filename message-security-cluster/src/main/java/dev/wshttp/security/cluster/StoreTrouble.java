// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a store that answers takes no entries. The log tells when that begins and when it is over. Safe for use by several threads. */
final class StoreTrouble {
    private static final Logger LOG = LoggerFactory.getLogger(StoreTrouble.class);

    private final String address;
    private final AtomicReference<@Nullable String> present = new AtomicReference<>();

    StoreTrouble(String address) {
        this.address = address;
    }

    /** Returns what it is; empty if there is none. */
    Optional<String> present() {
        return Optional.ofNullable(present.get());
    }

    void begin(String what) {
        if (present.getAndSet(what) == null) {
            LOG.warn(
                    "The shared memory at '{}' {}. What needs a new entry is refused until that is over.",
                    address,
                    what);
        }
    }

    /** Takes note that a step was done. Only one whose work must not be lost proves that the store takes such entries again, and that replicas confirm them. */
    void done(Script.Effect effect) {
        if (effect == Script.Effect.LASTING && present.get() != null && present.getAndSet(null) != null) {
            LOG.warn("The shared memory at '{}' takes entries again.", address);
        }
    }
}
