// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Requires what a refusal has to look like on the wire and in a client. */
public final class Refusals {
    private static final String SESSION_NOT_RECOGNIZED =
            "The message could not be processed. This is most likely because the action '%s' is incorrect or because the message"
                    + " contains an invalid or expired security context token or because there is a mismatch between bindings. The"
                    + " security context token would be invalid if the service aborted the channel due to inactivity. To prevent the"
                    + " service from aborting idle sessions prematurely increase the Receive timeout on the service endpoint's binding.";

    private Refusals() {}

    /** Requires that the wire says that the message was not secured properly, and not more. */
    public static void assertInvalidSecurity(WireReply reply) {
        assertUnsecuredFault(reply, "InvalidSecurity", "An error occurred when verifying security for the message.");
    }

    /** Requires that the wire says what it says of this reason, and not more. */
    public static void assertRefusedFor(SecurityFault reason, String action, WireReply reply) {
        switch (reason) {
            case CONTEXT_NOT_RECOGNIZED ->
                assertUnsecuredFault(
                        reply, Envelope.CONVERSATION, "BadContextToken", SESSION_NOT_RECOGNIZED.formatted(action));
            case NEGOTIATED_CONTEXT_NOT_RECOGNIZED ->
                assertUnsecuredFault(
                        reply,
                        Envelope.CONVERSATION,
                        "BadContextToken",
                        "The security context token is expired or is not valid. The message was not processed.");
            default -> assertInvalidSecurity(reply);
        }
    }

    /** Returns what the wire tells of a reason in the log: a session's endpoint takes a message without security for one of a session that it does not know. */
    public static SecurityFault told(boolean hasSession, SecurityFault logged) {
        return hasSession && logged == SecurityFault.SECURITY_HEADER_MISSING
                ? SecurityFault.CONTEXT_NOT_RECOGNIZED
                : logged;
    }

    /** Requires that the wire says that the client's certificate was not believed, and not more. */
    public static void assertFailedAuthentication(WireReply reply) {
        assertUnsecuredFault(
                reply, "FailedAuthentication", "At least one security token in the message could not be validated.");
    }

    /** Requires that the wire says that a leg of a negotiation was not believed, and not more. */
    public static void assertNegotiationFailed(WireReply reply) {
        assertUnsecuredFault(
                reply,
                Envelope.TRUST,
                "FailedAuthentication",
                "The request for security token could not be satisfied because authentication failed.");
    }

    /** Requires that the wire says that a token request is no such thing, and not more. */
    public static void assertInvalidRequest(WireReply reply) {
        assertUnsecuredFault(
                reply,
                Envelope.TRUST,
                "InvalidRequest",
                "The request for security token has invalid or malformed elements.");
    }

    private static void assertUnsecuredFault(WireReply reply, String subcode, String reason) {
        assertUnsecuredFault(reply, Envelope.SECURITY, subcode, reason);
    }

    private static void assertUnsecuredFault(WireReply reply, String namespace, String subcode, String reason) {
        assertThat(reply.status()).isEqualTo(WireReply.FAULT);
        assertThat(reply.contentType()).isEqualTo(WirePeer.SOAP_12);
        assertThat(reply.isSecured()).isFalse();
        Envelope envelope = reply.envelope();
        assertThat(envelope.addressing("Action").getTextContent()).isEqualTo(Envelope.ADDRESSING + "/soap/fault");
        var codes = envelope.all(Envelope.SOAP, "Value");
        assertThat(codes).hasSize(2);
        assertThat(codes.get(0).getTextContent()).isEqualTo("s:Sender");
        assertThat(codes.get(1).getTextContent()).isEqualTo("a:" + subcode);
        assertThat(codes.get(1).lookupNamespaceURI("a")).isEqualTo(namespace);
        assertThat(envelope.first(Envelope.SOAP, "Text").getTextContent()).isEqualTo(reason);
        assertThat(envelope.all(Envelope.SOAP, "Detail")).isEmpty();
    }

    /** Requires that a call fails with this code. */
    public static MessageSecurityException assertRefused(ThrowingCallable call, SecurityFault fault) {
        var refused = catchThrowableOfType(MessageSecurityException.class, call);
        assertThat(refused).as("the call passed, or failed in another way").isNotNull();
        assertThat(refused.fault()).as(refused.getMessage()).isEqualTo(fault);
        return refused;
    }
}
