// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import java.util.Locale;

/**
 * The reason of a failure, as a stable code for programs and logs. Each constant has one entry in {@code docs/troubleshooting.md} with the cause
 * and the remedy. No message carries these codes: an unauthenticated peer sees only the fault of the specification.
 */
public enum SecurityFault {
    /** The octets are not a SOAP 1.2 envelope in well-formed XML without a DTD. */
    MESSAGE_UNREADABLE,
    /** The message exceeds the binding's size or reader quotas. */
    MESSAGE_TOO_LARGE,
    /** There is no {@code wsse:Security} header for this receiver. */
    SECURITY_HEADER_MISSING,
    /** The security header has an element that is unknown, missing, repeated or in the wrong place. */
    SECURITY_HEADER_MALFORMED,
    /** Two elements of the envelope carry the same id. */
    DUPLICATE_ID,
    /** The timestamp is absent. */
    TIMESTAMP_MISSING,
    /** The timestamp is too old or too far in the future, or its values contradict each other. */
    TIMESTAMP_OUT_OF_RANGE,
    /** An algorithm or key size does not belong to the binding's algorithm suite. */
    ALGORITHM_NOT_ACCEPTED,
    /** The message is protected with a key that this side does not have or did not ask for. */
    KEY_NOT_RECOGNIZED,
    /** An encrypted part could not be decrypted. */
    DECRYPTION_FAILED,
    /** A signature or one of its digests is wrong: the message was changed or signed with another key. */
    SIGNATURE_INVALID,
    /** A part that has to be signed is not covered by the primary signature. */
    PART_NOT_SIGNED,
    /** A part that has to be encrypted came in clear. */
    PART_NOT_ENCRYPTED,
    /** The client's certificate or its signature over the primary signature is absent. */
    ENDORSING_SIGNATURE_MISSING,
    /** The reply does not confirm exactly the signatures of the request. */
    SIGNATURE_CONFIRMATION_MISMATCH,
    /** A message with this signature was received before. */
    MESSAGE_REPLAYED,
    /** The memory of the replay detection is full. The service refuses new messages, because it must not forget the old ones. */
    REPLAY_MEMORY_FULL,
    /**
     * The memory that all instances of the service share does not answer, is full, or lost its last entries. What depends on it is refused, because it would be
     * unknown whether the message came before.
     */
    SHARED_MEMORY_UNAVAILABLE,
    /** No trusted authority issued the certificate, or it is not among the trusted peers. */
    CERTIFICATE_NOT_TRUSTED,
    /** The certificate is expired or not yet valid. */
    CERTIFICATE_NOT_IN_VALIDITY,
    /** The certificate is revoked, or its revocation status could not be determined. */
    CERTIFICATE_REVOKED,
    /** The certificate's key usage or extended key usage does not permit its role. */
    CERTIFICATE_PURPOSE_WRONG,
    /** The certificate's key has an algorithm or a size that is not accepted. */
    CERTIFICATE_KEY_NOT_ACCEPTED,
    /** The service's certificate does not carry the expected identity. */
    SERVICE_IDENTITY_MISMATCH,
    /** The security context of the message is unknown, cancelled or expired, or the message has none. */
    CONTEXT_NOT_RECOGNIZED,
    /** The key of the security context is past its lifetime and was not renewed. */
    CONTEXT_KEY_EXPIRED,
    /** A request for a security token, or the answer to one, is not as WS-Trust and this binding require. */
    TOKEN_REQUEST_INVALID,
    /** The service has reached its limit of sessions. */
    TOO_MANY_SESSIONS,
    /** The TLS handshake of a negotiation failed: another version, no common cipher suite, or changed messages. */
    NEGOTIATION_FAILED,
    /** The service refused a leg of the negotiation, for example because it does not trust the client's certificate. */
    NEGOTIATION_REFUSED,
    /** The service does not negotiate. */
    NEGOTIATION_NOT_OFFERED,
    /** The proof that both sides saw the same negotiation is absent or wrong. */
    AUTHENTICATOR_MISMATCH,
    /** The client sent no certificate in the TLS handshake. */
    CLIENT_CERTIFICATE_MISSING,
    /** The negotiated security context of the message is unknown, expired or used up. */
    NEGOTIATED_CONTEXT_NOT_RECOGNIZED,
    /** The service has reached its limit of negotiations, under way or started within a time. */
    TOO_MANY_NEGOTIATIONS,
    /** The client wants to cancel a negotiated security context, which cannot be cancelled and ends after its lifetime. */
    CANCELLATION_NOT_ALLOWED,
    /** The caller is authenticated, and may not call the operation. */
    ACCESS_DENIED,
    /** The endpoint has no operation for the action. */
    ACTION_UNKNOWN,
    /** The message is addressed to another endpoint. */
    DESTINATION_UNREACHABLE,
    /** The message asks for its reply or fault to be sent to another place. */
    REPLY_NOT_ANONYMOUS,
    /** The reply belongs to another request. */
    REPLY_UNRELATED,
    /** The reply to a secured request carries no security. */
    REPLY_NOT_SECURED,
    /** The service answered a call without a message. */
    REPLY_MISSING,
    /** The answer is an unsecured fault: the other side, or a machine between the two sides, refused the message. */
    FAULT_NOT_SECURED,
    /** The settings are invalid, or the binding, the credentials and the identity contradict each other. */
    CONFIGURATION_INVALID,
    /** Another JAX-WS provider than the RI makes the ports and endpoints, and would ignore message security. */
    PROVIDER_NOT_SUPPORTED,
    /** A port or an endpoint that has to be secured is not. */
    NOT_SECURED,
    /** The WSDL of a service could not be fetched, or is not a WSDL. */
    METADATA_UNREADABLE,
    /** The policy of a service requires something that this client does not support. */
    POLICY_NOT_SUPPORTED,
    /** A certificate, key, password or revocation list could not be read. */
    CREDENTIAL_UNREADABLE,
    /** A part of the run time failed for a reason other than the message. */
    INTERNAL_ERROR;

    /** Returns the heading of this code in {@code docs/troubleshooting.md}, as a link anchor. */
    public String anchor() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
