// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509CRL;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds the revocation lists of a trust, and reads its file again whenever the file changes. Safe for use by several threads. */
final class RevocationListFile {
    private final CertificateTrust trust;
    private volatile @Nullable Content content;

    RevocationListFile(CertificateTrust trust) {
        this.trust = trust;
    }

    /**
     * Returns the lists as they are now; the same object until the file changes. Empty if the trust names no file.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if the file cannot be read: without its lists no certificate is
     *     accepted
     */
    List<X509CRL> current() {
        if (trust.revocationListFile().isEmpty()) {
            return List.of();
        }
        State state = state(trust.revocationListFile().get());
        Content known = content;
        if (known == null || !known.state.equals(state)) {
            known = new Content(state, trust.revocationLists());
            content = known;
        }
        return known.lists;
    }

    private static State state(Path file) {
        try {
            return new State(Files.getLastModifiedTime(file), Files.size(file));
        } catch (IOException unreadable) {
            throw new MessageSecurityException(
                    SecurityFault.CREDENTIAL_UNREADABLE,
                    "The revocation list '" + file
                            + "' cannot be read: the file is missing or not accessible (expected the authority's current list)."
                            + " Put the file back; until then no certificate is accepted.",
                    unreadable);
        }
    }

    private record State(FileTime modified, long bytes) {}

    private record Content(State state, List<X509CRL> lists) {}
}
