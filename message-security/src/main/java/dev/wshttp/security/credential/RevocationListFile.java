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

/** The revocation lists of a trust, read again whenever its file changes. Safe for use by several threads. */
final class RevocationListFile {
    private final CertificateTrust trust;
    private volatile @Nullable Content content;

    RevocationListFile(CertificateTrust trust) {
        this.trust = trust;
    }

    /**
     * The lists as they are now; the same object until the file changes. Empty if the trust names no file.
     *
     * @throws MessageSecurityException with {@code CREDENTIAL_UNREADABLE} if there should be a list and it cannot be read: without it
     *     nobody is believed
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
                            + "' cannot be read (expected the authority's current list). Put it back:"
                            + " until then no certificate is believed.",
                    unreadable);
        }
    }

    private record State(FileTime modified, long bytes) {}

    private record Content(State state, List<X509CRL> lists) {}
}
