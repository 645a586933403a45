// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

import java.util.Locale;

/**
 * What went wrong, as a stable code for programs and logs. Each constant has one entry in {@code docs/troubleshooting.md}
 * with the cause and the remedy. The wire never carries these codes: a stranger sees the specification's fault only.
 */
public enum SecurityFault {
    /** The octets are no SOAP 1.2 envelope in well-formed XML without a DTD. */
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
    /** The timestamp is too old or too far in the future, or its values make no sense. */
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
    /** The memory for replay detection is full; messages are refused rather than forgotten. */
    REPLAY_MEMORY_FULL,
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
    /** The service has as many sessions as it may have. */
    TOO_MANY_SESSIONS,
    /** The TLS handshake of a negotiation broke off: another version, no common cipher suite, or messages that were changed. */
    NEGOTIATION_FAILED,
    /** The service refused a leg of the negotiation, as it does if it does not trust the client's certificate. */
    NEGOTIATION_REFUSED,
    /** The service does not negotiate. */
    NEGOTIATION_NOT_OFFERED,
    /** The proof that both sides saw the same negotiation is absent or wrong. */
    AUTHENTICATOR_MISMATCH,
    /** The client showed no certificate in the TLS handshake. */
    CLIENT_CERTIFICATE_MISSING,
    /** The negotiated security context of the message is unknown, expired or used up. */
    NEGOTIATED_CONTEXT_NOT_RECOGNIZED,
    /** The service has as many negotiations under way as it may have. */
    TOO_MANY_NEGOTIATIONS,
    /** The client wants to cancel a negotiated security context, which ends by itself. */
    CANCELLATION_NOT_ALLOWED,
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
    /** The other side answered with an unsecured fault: it refused the message, or somebody in between did. */
    FAULT_NOT_SECURED,
    /** The binding, the credentials and the identity do not fit together. */
    CONFIGURATION_INVALID,
    /** Ports and endpoints are made by another JAX-WS provider than the RI, which ignores message security. */
    PROVIDER_NOT_SUPPORTED,
    /** A port or an endpoint that has to be secured is not. */
    NOT_SECURED,
    /** The WSDL of a service could not be had, or is none. */
    METADATA_UNREADABLE,
    /** The policy of a service asks for something that this client does not do. */
    POLICY_NOT_SUPPORTED,
    /** A certificate, key, password or revocation list could not be read. */
    CREDENTIAL_UNREADABLE,
    /** A part of the run time failed in a way that has nothing to do with the message. */
    INTERNAL_ERROR;

    /** The heading of this code in {@code docs/troubleshooting.md}, as a link anchor. */
    public String anchor() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
