// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.conversation;

import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * The client that opened a session. Keeps its certificate as octets, about 1 KB, and the parsed one, about 6 KB, only while that is in use. Safe for
 * use by several threads.
 */
final class SessionOwner {
    private final byte[] encoded;
    private volatile WeakReference<X509Certificate> parsed;

    SessionOwner(X509Certificate certificate) {
        try {
            this.encoded = certificate.getEncoded();
        } catch (CertificateException impossible) {
            throw new IllegalStateException("A certificate that was received has an encoding", impossible);
        }
        this.parsed = new WeakReference<>(certificate);
    }

    X509Certificate certificate() {
        X509Certificate present = parsed.get();
        if (present == null) {
            present = parse();
            parsed = new WeakReference<>(present);
        }
        return present;
    }

    /** The JDK's factory knows the certificates that it read last, and then parses nothing. */
    private X509Certificate parse() {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException impossible) {
            throw new IllegalStateException("A certificate was parsed before", impossible);
        }
    }
}
