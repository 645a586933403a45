// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the wire is told of a failure: WCF's faults, with WCF's sentences, which say nothing of the cause.
 */
final class WireFaults {
    private WireFaults() {}

    /** The answer to a request that was refused: unsecured, or secured if the request was verified before. */
    static SoapFault of(SecurityFault fault, Addressing message) {
        return switch (fault) {
            case CERTIFICATE_NOT_TRUSTED,
                    CERTIFICATE_NOT_IN_VALIDITY,
                    CERTIFICATE_REVOKED,
                    CERTIFICATE_PURPOSE_WRONG,
                    CERTIFICATE_KEY_NOT_ACCEPTED ->
                SoapFault.sender(
                        Namespaces.SECURITY,
                        "FailedAuthentication",
                        "At least one security token in the message could not be validated.");
            case ACTION_UNKNOWN ->
                SoapFault.sender(
                        Namespaces.SECURITY,
                        "InvalidSecurity",
                        "The message could not be processed because the action '" + text(message.action())
                                + "' is invalid or unrecognized.");
            case DESTINATION_UNREACHABLE ->
                SoapFault.sender(
                        Namespaces.ADDRESSING,
                        "DestinationUnreachable",
                        "The message with To '" + text(message.to())
                                + "' cannot be processed at the receiver, due to an AddressFilter mismatch at the EndpointDispatcher. "
                                + " Check that the sender and receiver's EndpointAddresses agree.");
            // WS-Addressing 1.0, SOAP binding, section 6.4.1.7
            case REPLY_NOT_ANONYMOUS ->
                new SoapFault(
                        "Sender",
                        List.of(
                                new SoapFault.Subcode(Namespaces.ADDRESSING, "InvalidAddressingHeader"),
                                new SoapFault.Subcode(Namespaces.ADDRESSING, "OnlyAnonymousAddressSupported")),
                        "A header representing a Message Addressing Property is not valid and the message cannot be processed.");
            default ->
                SoapFault.sender(
                        Namespaces.SECURITY,
                        "InvalidSecurity",
                        "An error occurred when verifying security for the message.");
        };
    }

    /** What a caller learns of an operation that failed in an unforeseen way: that it did. */
    static SoapFault internalServiceFault() {
        return new SoapFault(
                "Receiver",
                List.of(new SoapFault.Subcode(Namespaces.DISPATCHER, "InternalServiceFault")),
                "The server was unable to process the request due to an internal error.");
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
