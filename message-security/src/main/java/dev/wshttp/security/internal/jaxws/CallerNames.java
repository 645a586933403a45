// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.context.X509Identity;
import java.lang.ref.WeakReference;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the names of the last callers for the log: to make one takes a digest and a walk through the subject, and the callers of sessions stay the
 * same. Takes a few kilobytes; a name that was forgotten is made again. Safe for use by several threads.
 */
final class CallerNames {
    private static final int PLACES = 256;

    private final AtomicReferenceArray<@Nullable Name> names = new AtomicReferenceArray<>(PLACES);

    /** A name, which is that of one object. The object is not kept alive for it. */
    private record Name(WeakReference<X509Certificate> owner, String text) {}

    /** Returns the name of a caller, as it stands on one line of a log. */
    String of(X509Identity caller) {
        int place = System.identityHashCode(caller.certificate()) % PLACES;
        Name known = names.get(place);
        if (known != null && known.owner().refersTo(caller.certificate())) {
            return known.text();
        }
        String text = OneLine.of(caller.getName());
        names.set(place, new Name(new WeakReference<>(caller.certificate()), text));
        return text;
    }
}
