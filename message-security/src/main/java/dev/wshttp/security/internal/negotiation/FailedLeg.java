// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.negotiation;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.SoapFault;
import java.security.cert.X509Certificate;
import java.util.Set;

/**
 * Makes the error for a leg at which a negotiation failed.
 *
 * @param number of the leg, from 1
 * @param client the certificate that this side shows
 */
record FailedLeg(int number, X509Certificate client) {
    // What services say to an action that they do not have, or take for a call without a session.
    private static final Set<String> SAY_NO_NEGOTIATION =
            Set.of("InvalidSecurity", "ActionNotSupported", "BadContextToken");

    /** Returns the error for a fault that the service answered with. */
    MessageSecurityException refused(SoapFault fault) {
        if (fault.is("Receiver", "ServerTooBusy")) {
            return new MessageSecurityException(
                    SecurityFault.TOO_MANY_NEGOTIATIONS,
                    "The service has no room for another negotiation: '" + fault
                            + "' (expected room). Try again later.");
        }
        if (number == 1 && fault.is("Sender", "FailedAuthentication")) {
            return new MessageSecurityException(
                    SecurityFault.NEGOTIATION_REFUSED,
                    "The service refused the beginning of a TLS handshake: '" + fault
                            + "' (expected its answer). It does not support TLS 1.2, or no cipher suite of this side fits its certificate: give that"
                            + " certificate the key usage digitalSignature. Its log has the reason.");
        }
        if (fault.is("Sender", "FailedAuthentication")) {
            return new MessageSecurityException(
                    SecurityFault.NEGOTIATION_REFUSED,
                    "The service refused leg " + number + " of the negotiation: '" + fault
                            + "'. It does not trust the client certificate '"
                            + client.getSubjectX500Principal()
                            + "', or the TLS handshake failed on its side. Its log has the reason; let it trust the authority of that"
                            + " certificate, or use another one.");
        }
        if (number == 1 && SAY_NO_NEGOTIATION.stream().anyMatch(code -> fault.is("Sender", code))) {
            return notOffered("the fault '" + fault + "'");
        }
        if (fault.is("Sender", "DestinationUnreachable")) {
            return new MessageSecurityException(
                    SecurityFault.NEGOTIATION_REFUSED,
                    "The service is not at the address that the message names: '" + fault
                            + "' (expected its answer). If a proxy or a gateway stands in front of it, set address to the address that the service itself"
                            + " has, and via to that of the proxy; otherwise correct the address.");
        }
        if (number == 1 && !fault.is("Sender", "InvalidRequest")) {
            return new MessageSecurityException(
                    SecurityFault.NEGOTIATION_REFUSED,
                    "The service answered leg 1 of the negotiation with the fault '" + fault
                            + "' (expected its part of a TLS handshake). Its log has the reason.");
        }
        return new MessageSecurityException(
                SecurityFault.NEGOTIATION_REFUSED,
                "The service refused leg " + number + " of the negotiation: '" + fault
                        + "' (expected the next leg). Its log has the reason; set the same algorithm suite on both sides."
                        + (number == 1
                                ? ""
                                : " If that is the same, it does not know the negotiation that leg 1 began: several services stand behind this"
                                        + " address, and a load balancer spreads the legs over them and has to keep a client with one; or it"
                                        + " took longer than the service waits: call again."));
    }

    /**
     * Returns the error for an answer that belongs to no negotiation.
     *
     * @param found what the answer was
     */
    MessageSecurityException notOffered(String found) {
        return new MessageSecurityException(
                SecurityFault.NEGOTIATION_NOT_OFFERED,
                "The service does not negotiate: leg " + number + " brought " + found
                        + " (expected its part of a TLS handshake). Set negotiateServiceCredential to 'false' here too and give the client the"
                        + " service's certificate, or set it to 'true' on the service; and check the address.");
    }

    /**
     * Returns the error for a negotiation that does not end.
     *
     * @param most how many legs it may take
     */
    MessageSecurityException endless(int most) {
        return new MessageSecurityException(
                SecurityFault.NEGOTIATION_FAILED,
                "The negotiation makes no progress: after '" + number
                        + "' legs the handshake is not over (expected 2, each with a" + " flight of TLS, and '"
                        + most + "' at most). The service is cut off, or breaks the protocol.");
    }
}
