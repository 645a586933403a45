// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import javax.net.ssl.SSLException;

/**
 * The TLS records that the other side sends in one leg (RFC 5246, section 6.2). They are checked before the engine reads them, since the engine
 * accepts more than it should, and its error messages do not say what to do.
 *
 * @param octets not copied
 */
record TlsFlight(byte[] octets) {
    private static final int RECORD_HEADER_BYTES = 5;
    private static final int MESSAGE_HEADER_BYTES = 4;

    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;

    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int CERTIFICATE = 11;

    /**
     * Requires whole records of handshake messages. WCF sends no alert in a flight but answers with a fault; and an engine may
     * take the alert {@code no_certificate} (41) for the end of what it demands of a client.
     */
    void requireHandshake() throws SSLException {
        for (int at = 0; at < octets.length; at += recordBytes(at)) {
            if (octets[at] == ALERT) {
                throw new SSLException("the other side sent the TLS alert " + octet(at + RECORD_HEADER_BYTES + 1));
            }
            if (octets[at] != HANDSHAKE && octets[at] != CHANGE_CIPHER_SPEC) {
                throw new SSLException("a record of type " + octets[at] + " in a handshake");
            }
            if (recordBytes(at) > octets.length - at) {
                throw new SSLException("a record that is cut off");
            }
        }
    }

    /** Returns whether the flight is one record of application data and nothing else. */
    boolean isApplicationData() {
        return octet(0) == APPLICATION_DATA && recordBytes(0) == octets.length;
    }

    /** Requires that a hello, if it is one, has TLS 1.2 or newer. */
    void requireVersion() {
        int version = RECORD_HEADER_BYTES + MESSAGE_HEADER_BYTES;
        boolean isHello = begins(CLIENT_HELLO) || begins(SERVER_HELLO);
        if (isHello && octet(version) == 3 && octet(version + 1) < 3) {
            throw new MessageSecurityException(
                    SecurityFault.NEGOTIATION_FAILED,
                    "The other side of the negotiation knows no newer TLS than 1."
                            + Math.max(0, octet(version + 1) - 1)
                            + " (expected TLS 1.2). WCF takes the newest of .NET where the application targets .NET Framework 4.7 or"
                            + " later: retarget it, or set the switch Switch.System.ServiceModel.DontEnableSystemDefaultTlsVersions to"
                            + " false in its configuration.");
        }
    }

    /** Requires that the list of certificates, if the flight begins with one, is not empty (RFC 5246, section 7.4.6). */
    void requireCertificate() {
        int list = RECORD_HEADER_BYTES + MESSAGE_HEADER_BYTES;
        if (begins(CERTIFICATE) && octet(list) == 0 && octet(list + 1) == 0 && octet(list + 2) == 0) {
            throw new MessageSecurityException(
                    SecurityFault.CLIENT_CERTIFICATE_MISSING,
                    "The client showed no certificate in the TLS handshake (expected one of a trusted authority). Set its clientCertificate,"
                            + " and see that it may use the private key.");
        }
    }

    private boolean begins(int message) {
        return octet(0) == HANDSHAKE && octet(RECORD_HEADER_BYTES) == message;
    }

    /** Returns the length of the record at a position, with its header. */
    private int recordBytes(int at) {
        return RECORD_HEADER_BYTES + (Math.max(0, octet(at + 3)) << Byte.SIZE) + Math.max(0, octet(at + 4));
    }

    /** Returns the octet at a position; -1 past the end. */
    private int octet(int at) {
        return at < octets.length ? octets[at] & 0xFF : -1;
    }
}
