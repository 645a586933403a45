// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.trust.SessionAction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the fault that a peer gets for a failure: WCF's faults, with WCF's sentences, which do not tell the cause.
 */
final class WireFaults {
    private WireFaults() {}

    /** Returns the answer to a request that was refused: unsecured, or secured if the request was verified before. */
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
            case ACCESS_DENIED -> SoapFault.sender(Namespaces.SECURITY, "FailedAuthentication", "Access is denied.");
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
            case CONTEXT_NOT_RECOGNIZED ->
                SoapFault.sender(
                        Namespaces.CONVERSATION,
                        "BadContextToken",
                        "The message could not be processed. This is most likely because the action '"
                                + text(message.action())
                                + "' is incorrect or because the message contains an invalid or expired security context token or because"
                                + " there is a mismatch between bindings. The security context token would be invalid if the service aborted"
                                + " the channel due to inactivity. To prevent the service from aborting idle sessions prematurely increase the"
                                + " Receive timeout on the service endpoint's binding.");
            case NEGOTIATED_CONTEXT_NOT_RECOGNIZED ->
                SoapFault.sender(
                        Namespaces.CONVERSATION,
                        "BadContextToken",
                        "The security context token is expired or is not valid. The message was not processed.");
            case CANCELLATION_NOT_ALLOWED ->
                SoapFault.sender(
                        Namespaces.WCF_SECURITY,
                        "SecureConversationCancellationNotAllowed",
                        "A request to cancel a security context was refused: it is not one of a session.");
            case CONTEXT_KEY_EXPIRED ->
                SoapFault.sender(
                        Namespaces.CONVERSATION,
                        "RenewNeeded",
                        "The SecurityContextSecurityToken's key needs to be renewed.");
            case TOKEN_REQUEST_INVALID ->
                SoapFault.sender(
                        Namespaces.TRUST,
                        "InvalidRequest",
                        "The request for security token has invalid or malformed elements.");
            case TOO_MANY_SESSIONS, TOO_MANY_NEGOTIATIONS, SHARED_MEMORY_UNAVAILABLE ->
                new SoapFault(
                        "Receiver",
                        List.of(new SoapFault.Subcode(Namespaces.WCF_SECURITY, "ServerTooBusy")),
                        "The server is too busy. Please retry later.");
            default ->
                SoapFault.sender(
                        Namespaces.SECURITY,
                        "InvalidSecurity",
                        "An error occurred when verifying security for the message.");
        };
    }

    /** Returns the answer to a leg that was refused, in WS-Trust's terms. It does not tell which check failed. */
    static SoapFault ofLeg(SecurityFault fault, Addressing leg) {
        return switch (fault) {
            case TOKEN_REQUEST_INVALID, TOO_MANY_NEGOTIATIONS, SHARED_MEMORY_UNAVAILABLE, INTERNAL_ERROR ->
                of(fault, leg);
            default ->
                SoapFault.sender(
                        Namespaces.TRUST,
                        "FailedAuthentication",
                        "The request for security token could not be satisfied because authentication failed.");
        };
    }

    /** Returns the answer to a verified request that was refused. An error in a token request is told in WS-Trust's terms. */
    static SoapFault ofVerified(SecurityFault fault, Addressing message) {
        if (fault == SecurityFault.MESSAGE_UNREADABLE || fault == SecurityFault.MESSAGE_TOO_LARGE) {
            return SoapFault.sender(
                    Namespaces.DISPATCHER,
                    "DeserializationFailed",
                    "The body of the message was not read: it has a character that XML 1.0 does not have or a processing instruction, or exceeds"
                            + " the reader quotas of the service.");
        }
        boolean aboutToken = SessionAction.ofRequest(message.action()).isPresent();
        return of(
                aboutToken && fault == SecurityFault.DESTINATION_UNREACHABLE
                        ? SecurityFault.TOKEN_REQUEST_INVALID
                        : fault,
                message);
    }

    /** Returns the action of a secured fault. */
    static String action(SoapFault fault) {
        SoapFault.Subcode subcode = fault.subcodes().get(0);
        if (subcode.localName().equals("RenewNeeded")) {
            return Namespaces.SESSION_FAULT_ACTION;
        }
        return subcode.namespace().equals(Namespaces.DISPATCHER)
                ? Namespaces.DISPATCHER_FAULT_ACTION
                : Namespaces.FAULT_ACTION;
    }

    /** Returns the answer to a request whose operation failed in an unforeseen way, which does not tell the reason. */
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
